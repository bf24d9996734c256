"""Invented files that only look like the official formats."""

import gzip
import io
import json
import zipfile

SDN = (
    b'7001,"BRANTOV, Ilko Petrovitch","individual","CYBER2] [INVENTED",-0- ,-0- ,-0- ,-0- ,'
    b'-0- ,-0- ,-0- ,"DOB 17 Apr 1979; alt. DOB 1980; POB Orlovets; nationality Russia; '
    b"Passport 990017788 (Russia); a.k.a. 'GREY FOX'; Linked To: LONGSHADE.\"\r\n"
    b'7002,"LONGSHADE",-0- ,"INVENTED",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n'
)
SDN_HEADED = (
    b"ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\r\n" + SDN
)
ALT = (
    b'7001,1,"aka","BRANTOFF, Ilco",-0- \r\n7002,2,"fka","LONG SHADE",-0- \r\n'
    b'7002,3,"aka","LS","weak alias"\r\n9999,4,"aka","NOBODY",-0- \r\n\x1a\r\n'
)
ADD = (
    b'7001,1,-0- ,"Orlovets","Russia",-0- \r\n'
    b'7002,2,"Quay 7","Orlovets","Russia",-0- \r\n7002,3,-0- ,-0- ,-0- ,-0- \r\n'
)

CSL_HEADING = (
    "_id,source,entity_number,type,programs,name,title,addresses,"
    "federal_register_notice,start_date,end_date,standard_order,license_requirement,"
    "license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)
EL = "Entity List (EL) - Bureau of Industry and Security"
CSL_CSV = (
    f"{CSL_HEADING}\n"
    f'a1,{EL},,,,Quorvex Ltd.,,"1 Row, Port Selm, AE",FR 1,2024-03-01,,,All items,'
    "Denial,,,,,,,,https://example.invalid/el,Quorvex Cyber; QVX,,,,,,\n"
    f"a2,{EL},,,,Quorvex Ltd.,,,,,,,,,,,,,,,,https://example.invalid/el,,,,,,,\n"
    "a3,Treasury Something,17,Individual,INVENTED,,,,,,,,,,,,,,,,,,,,,,,,\n"
    '71,Unknown List (XYZ) - Office,71,Individual,,"DOE, Ada",,,,,,,,,,,,,,,,u,,RU,'
    '1970-01-02,AE,,,"RU, 99001, Passport; 88002, Registration; lonely"\n'
).encode()
CSL_COMPACT = json.dumps(
    {
        "$comment": "Consolidated Screening List, invented",
        "sourceGeneratedAt": "2026-07-31T13:15:00+00:00",
        "entryCount": 2,
        "fieldKey": {"n": "name"},
        "tables": {
            "sources": [EL],
            "licenceRequirements": ["All items"],
            "licencePolicies": ["Denial"],
            "programmes": ["INVENTED"],
            "urls": ["https://example.invalid/el"],
        },
        "entries": [
            {"n": "Quorvex Ltd.", "a": ["QVX; Quorvex Cyber"], "s": 0, "c": ["AE"],
             "lr": 0, "lp": 0, "u": 0, "fr": "FR 1"},
            {"n": "Tarnhelm", "s": 0, "t": "Entity", "e": "77", "pg": 0, "u": 0},
        ],
    }
).encode()  # fmt: skip
CSL_OFFICIAL = json.dumps(
    {
        "total": 1,
        "results": [
            {
                "id": "x1",
                "source": EL,
                "name": "Quorvex Ltd.",
                "alt_names": ["QVX", "Quorvex Cyber"],
                "type": None,
                "start_date": "2024-03-01",
                "addresses": [
                    {"address": "1 Row", "city": "Port Selm", "country": "AE"}
                ],
                "ids": [{"type": "Passport", "number": "99001", "country": "RU"}],
            }
        ],
    }
).encode()

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS>
<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>BARAM</FIRST_NAME><SECOND_NAME>QESHAWI</SECOND_NAME>
<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>INVi.001</REFERENCE_NUMBER>
<LISTED_ON>2021-02-03</LISTED_ON><NAME_ORIGINAL_SCRIPT>برام قشاوي</NAME_ORIGINAL_SCRIPT>
<NATIONALITY><VALUE>Yemen</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Sadaf; Abu Safad</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Sarab</CITY><COUNTRY>Yemen</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1974</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>00990011</NUMBER>
<ISSUING_COUNTRY>Yemen</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/></INDIVIDUAL>
<INDIVIDUAL><DATAID>9</DATAID></INDIVIDUAL>
</INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>ORLOVETS RADIO</FIRST_NAME>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Red Valve Works</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS/></ENTITY><NOTE/></ENTITIES></CONSOLIDATED_LIST>""".encode()

CONLIST = (
    b"Last Updated,27/04/2020\r\nName 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,"
    b"Town of Birth,Country of Birth,Nationality,Passport Details,NI Number,Position,"
    b"Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    b"Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\r\n"
    b"BRANTOFF,Ilco,,,,,,01/02/1979,,,Russia,P 990017788,,,,,,,,,,Russia,,Individual,AKA,"
    b"Invented,31/07/2014,31/07/2014,501\r\n"
    b"BRANTOV,Ilko,,,,,,00/00/1980,,,Russia,,,,Quay 7,,,,,,,Russia,Invented.,Individual,"
    b"Prime Alias,Invented,31/07/2014,31/07/2014,501\r\n"
    b"LONGSHADE,,,,,,,,,,,,,,,,,,,,,,,Entity,Low quality AKA,Invented,31/07/2014,,502\r\n"
    b"LONG SHADE,,,,,,,,,,,,,,,,,,,,,,,Entity,FKA,Invented,31/07/2014,,502\r\n"
    b",,,,,,,,,,,,,,,,,,,,,,,Entity,AKA,Invented,31/07/2014,,503\r\n"
)

ODS_HEADING = (
    "Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type",
    "Designation source", "Date Designated", "Sanctions Imposed",
)  # fmt: skip
ODS_ROWS = (
    ODS_HEADING,
    ("INV0001", "501", "BRANTOV Ilko", "Invented", "Individual", "UK", "29-06-2012", "Freeze"),
    ("INV0001", "", "BRANTOFF Ilco", "Invented", "Individual", "UK", "29-06-2012", "Freeze"),
    ("INV0002", "", "MERRIBANK PROMISE", "Invented", "Ship", "UK", "30-06-2012"),
    ("INV0003", "", "", "Invented", "Entity", "UK", "", ""),
)  # fmt: skip


def ods(rows: tuple[tuple[str, ...], ...] = ODS_ROWS) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row
        )
        + '<table:table-cell table:number-columns-repeated="16376"/></table:table-row>'
        for row in rows
    )
    body = (
        '<office:document xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table>'
        f'{cells}<table:table-row table:number-rows-repeated="1043268">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:document>"
    )
    return zipped({"content.xml": body.encode()})


DFAT_ROWS = (
    ("Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth",
     "Place of Birth", "Citizenship", "Address", "Additional Information",
     "Listing Information", "Committees", "Control Date"),
    ("2", "BARAM QESHAWI", "Individual", "Primary Name", "a) 1955; b) 1960", "", "Yemen",
     "", "", "Listed by nobody", "Invented", "41988"),
    ("2a", "Bahram al-Qishawi", "Individual", "Alias", "", "", "", "", "", "", "", ""),
    ("3", "LONGSHADE", "Entity", "Former Name", "", "", "", "Quay 7", "", "", "", "unknown"),
    ("note", "ends here"),
)  # fmt: skip


def xlsx(rows: tuple[tuple[str, ...], ...] = DFAT_ROWS) -> bytes:
    strings: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, text in enumerate(row):
            reference = f"{chr(ord('A') + place)}{number}"
            if text.isdigit():
                cells.append(f'<c r="{reference}"><v>{text}</v></c>')
            elif text == "LONGSHADE":
                cells.append(
                    f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
                )
            elif text:
                strings.append(text)
                cells.append(f'<c r="{reference}" t="s"><v>{len(strings) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    lines.append('<row r="99"><c r="AA99"/></row>')
    shared = "".join(f"<si><t>{s}</t></si>" for s in strings)
    return zipped(
        {
            "xl/workbook.xml": b"<workbook/>",
            "xl/sharedStrings.xml": f"<sst>{shared}</sst>".encode(),
            "xl/worksheets/sheet1.xml": f"<ws><sheetData>{''.join(lines)}</sheetData></ws>".encode(),
        }
    )


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


SEMA = b"""<?xml version="1.0"?><data-set>
<record><Country>Russia / Russie</Country><LastName>Brantov</LastName><GivenName>Ilko</GivenName>
<Aliases>Brantoff, Ilco; Grey Fox, Ltd</Aliases><DateOfBirth>1979</DateOfBirth><Schedule>1</Schedule><Item>1</Item></record>
<record><Country>Russia / Russie</Country><Entity>Longshade</Entity><Schedule>1</Schedule><Item>1</Item></record>
<record><Country>Nowhere</Country><Entity></Entity><Item>2</Item></record></data-set>"""

EU_LINES = (
    b'{"names": ["Ilko Brantov", "Ilco Brantoff"], "dob_year": ["1979"], "dob_epoch": [86400],'
    b' "citizen": ["ru"], "passport_no": ["990017788"]}\n\n{"names": ["Longshade"]}\n'
)
EU_XML = b"""<?xml version="1.0"?><export xmlns="http://example.invalid/fsd" generationDate="2026-05-04T10:00:00">
<sanctionEntity logicalId="13" euReferenceNumber="EU.1.1"><remark>Invented</remark>
<regulation programme="INV" publicationDate="2020-01-02"><publicationUrl>https://example.invalid/eu</publicationUrl></regulation>
<subjectType code="person"/><nameAlias wholeName="Ilko Brantov" strong="true"/>
<nameAlias wholeName="Grey Fox" strong="false"/><citizenship countryIso2Code="RU"/>
<birthdate birthdate="1979-04-17"/><birthdate year="1980"/>
<identification identificationTypeCode="passport" number="990017788" countryIso2Code="RU"/>
<address street="Quay 7" city="Orlovets" countryIso2Code="RU"/><address/></sanctionEntity>
<sanctionEntity logicalId="14"/></export>"""

DPL = (
    b'"Name"\t"Street_Address"\t"City"\t"State"\t"Country"\t"Postal_Code"\t"Effective_Date"'
    b'\t"Expiration_Date"\t"Standard_Order"\t"Last_Update"\t"Action"\t"FR_Citation"\n'
    b'"ADA DOE"\t"4 Mill Lane"\t"Ashby"\t""\t"US"\t"1"\t"06/19/2003"\t""\t"Y"\t""\t""\t"68 FR 1"\n'
)
FTM = (
    b'{"id": "inv-1", "schema": "Person", "properties": {"name": ["Ilko Brantov"],'
    b' "alias": ["Ilco Brantoff"], "weakAlias": ["Grey Fox"], "nationality": ["ru"],'
    b' "birthDate": ["1979-04-17"], "passportNumber": ["990017788"], "topics": ["sanction"],'
    b' "previousName": ["Old Name"], "sourceUrl": ["https://example.invalid/1"]}}\n'
    b'{"id": "inv-2", "schema": "Address", "properties": {}}\n'
    b'{"id": "inv-3", "schema": "Company", "properties": {}}\n'
)

OFAC_XML = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://example.invalid/XML"><publshInformation><Publish_Date>07/31/2026</Publish_Date>
<Record_Count>3</Record_Count></publshInformation>
<sdnEntry><uid>7001</uid><firstName>Ilko Petrovitch</firstName><lastName>BRANTOV</lastName><title>Engineer</title>
<sdnType>Individual</sdnType><remarks>Invented.</remarks><programList><program>CYBER2</program><program>INVENTED</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>990017788</idNumber><idCountry>Russia</idCountry></id>
<id><uid>2</uid><idType>Gender</idType></id></idList>
<akaList><aka><uid>3</uid><type>a.k.a.</type><category>strong</category><lastName>BRANTOFF</lastName><firstName>Ilco</firstName></aka>
<aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>GREY FOX</lastName></aka>
<aka><uid>5</uid><type>f.k.a.</type><category>strong</category><lastName>OLD NAME</lastName></aka></akaList>
<addressList><address><uid>6</uid><city>Orlovets</city><country>Russia</country></address></addressList>
<nationalityList><nationality><uid>7</uid><country>Russia</country><mainEntry>true</mainEntry></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>8</uid><dateOfBirth>17 Apr 1979</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList></sdnEntry>
<sdnEntry><uid>7002</uid><lastName>MERRIBANK PROMISE</lastName><sdnType>Vessel</sdnType>
<vesselInfo><callSign>INV7</callSign><vesselFlag>Panama</vesselFlag></vesselInfo></sdnEntry>
<sdnEntry><uid>7003</uid><sdnType>Entity</sdnType></sdnEntry></sdnList>"""

UK_CSV = (
    "Report Date: 11-Aug-2025\n"
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,"
    "Name 5,Name type,Alias strength,Title,Name non-latin script,Regime Name,Designation Type,"
    "Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,"
    "Address Postal Code,Address Country,Date Designated,D.O.B,Nationality(/ies),"
    "National Identifier number,Passport number,Business registration number (s),IMO number\n"
    "11/08/2025,INV0001,501,,BRANTOFF,Ilco,,,,,Alias,Low,,,Invented,Individual,UK,Freeze,,,,,,"
    "29/06/2012,,,,,,\n"
    "11/08/2025,INV0001,501,,BRANTOV,Ilko,,,,,Primary name,,,\u0411\u0440\u0430\u043d\u0442\u043e\u0432,Invented,"
    "Individual,UK,Freeze,,Invented reasons.,Quay 7,,Russia,29/06/2012,17/04/1979,Russia,N1,"
    "(1) 990017788 (2) 880,,\n"
    "11/08/2025,INV0002,,,MERRIBANK PROMISE,,,,,,Primary name,,,,Invented,Ship,UK,Freeze,Invented,"
    ",,,,30/06/2012,,,,,,9990001\n"
    "11/08/2025,INV0003,,,,,,,,,Primary name,,,,Invented,Entity,UK,Freeze,,,,,,,,,,,,\n"
    "11/08/2025,INV0001,501,,BRANTOW,Ilko,,,,,Primary name variation,,,,Invented,Individual,UK,"
    "Freeze,,,,,,29/06/2012,,,,,,\n"
    "11/08/2025,INV0001,501,,OLDOV,Ilko,,,,,Formerly known as,,,,Invented,Individual,UK,"
    "Freeze,,,,,,29/06/2012,,,,,,\n"
).encode()
UK_XML = """<?xml version="1.0" encoding="utf-8"?><Designations><DateGenerated>11/08/2025</DateGenerated>
<Designation><DateDesignated>29/06/2012</DateDesignated><UniqueID>INV0001</UniqueID><OFSIGroupID>501</OFSIGroupID>
<Names><Name><Name1>Ilco</Name1><Name6>BRANTOFF</Name6><NameType>Alias</NameType><AliasStrength>Low</AliasStrength></Name>
<Name><Name1>Ilko</Name1><Name6>BRANTOV</Name6><NameType>Primary Name</NameType></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>\u0411\u0440\u0430\u043d\u0442\u043e\u0432</NameNonLatinScript></NonLatinName></NonLatinNames>
<RegimeName>Invented</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
<OtherInformation>Invented.</OtherInformation>
<Addresses><Address><AddressLine1>Quay 7</AddressLine1><AddressCountry>Russia</AddressCountry></Address><Address/></Addresses>
<IndividualDetails><Individual><DOBs><DOB>17/04/1979</DOB></DOBs><Nationalities><Nationality>Russia</Nationality></Nationalities>
<PassportDetails><Passport><PassportNumber>990017788</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails>
</Designation><Designation><UniqueID>INV0002</UniqueID></Designation></Designations>""".encode()

EVERY_FORMAT: dict[str, bytes] = {
    "sdn.csv": SDN,
    "sdn_headed.csv": SDN_HEADED,
    "sdn.csv.gz": gzip.compress(SDN, mtime=0),
    "cons_prim.csv": SDN,
    "consolidated.csv": CSL_CSV,
    "compact.json": CSL_COMPACT,
    "official.json": CSL_OFFICIAL,
    "sdn.xml": OFAC_XML,
    "cons.xml": OFAC_XML,
    "uk.csv": UK_CSV,
    "uk.xml": UK_XML,
    "un.xml": UN,
    "conlist.csv": CONLIST,
    "uk.ods": ods(),
    "dfat.xlsx": xlsx(),
    "sema.xml": SEMA,
    "eu.jsonl": EU_LINES,
    "eu.xml": EU_XML,
    "dpl.txt": DPL,
    "ftm.jsonl": FTM,
}
