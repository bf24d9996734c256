"""Verbs. Each is one function, one transaction, one ledger event.

Every verb takes ``by: Actor`` and ``version: int | None`` (the version of the case, licence or
appeal that the person saw; ``None`` only for programs that looked just now) and returns a
record of ``casework.views``. Refusals are the errors of ``casework.errors``. Import the modules:
``from licet.web.casework.services.applying import applications``. The docstring of each folder
says what it is about; no two folders import each other in a circle.

people.organisations (exporter)
    ``found_organisation(*, by, name, country, registration, address) -> OrganisationView``
applying.applications (exporter)
    ``start_application(*, by, organisation: str, title: str) -> ApplicationView``
    ``save_section(*, by, case: str, section: str, content: Json, version) -> ApplicationView``
    ``submit_application(*, by, case, key: str, version, following={}) -> ApplicationView``
    ``withdraw_application(*, by, case, reasons: str, version) -> ApplicationView``
    ``send_message(*, by, case, text: str) -> MessageView``
applying.custody (exporter)
    ``upload_document(*, by, case, name: str, purpose: str, content: BinaryIO, version) -> DocumentView``
    ``remove_document(*, by, case, document: str, version) -> ApplicationView``
findings.findings
    ``compute_findings(case_id)`` job; ``renew_findings(*, by, case, version) -> CaseView``
screening.adjudication (officer; the second word also countersigners)
    ``adjudicate_hit(*, by, case, hit: str, verdict: str, reasons: str, code, needed, needed_from, version) -> CaseView``
    ``confirm_hit(*, by, case, hit: str, agrees: bool, reasons: str, version) -> CaseView``
    ``decide_together(*, by, chosen: Sequence[Chosen], verdict, reasons, code, needed, needed_from) -> tuple[Chosen, ...]``
desk.desk (officer)
    ``take_case(*, by, case, version) -> CaseView``
    ``assign_case(*, by, case, officer: str, version) -> CaseView``
    ``correct_fact(*, by, case, path, scope, value, evidence, reasons, version) -> CaseView``
    ``mark_document_invalid(*, by, case, document, reasons, version) -> CaseView``
desk.information_requests (officer asks, exporter answers)
    ``request_information(*, by, case, question: str, facts: tuple[str, ...], version) -> CaseView``
    ``answer_information_request(*, by, case, request: str, answer: str, facts: Json, version) -> ApplicationView``
    ``lapse_unanswered() -> int`` job
desk.referring (officer, agency)
    ``refer_case(*, by, case, referrals: tuple[Referral, ...], version) -> CaseView``
    ``close_referrals(*, by, case, reasons: str, version) -> CaseView``
    ``give_advice(*, by, case, position: str, reasons: str, conditions: tuple[Condition, ...], grounds, points: tuple[AdvicePoint, ...], version) -> CaseView``
    ``close_advised() -> int`` job
review.escalations (officer, agency), silences
    ``escalate_dissent(*, by, case, reasons, version)``; ``vote_at_level(*, by, case, verdict, words, version) -> CaseView``
    ``settle_levels() -> int``, ``warn_agencies() -> int``, ``record_silences() -> int`` jobs
review.condition_changes, desk.withheld (the owner answers)
    ``ask_condition_change(*, by, case, condition, reasons, change, version)``; ``answer_condition_change(*, by, case, request, agrees, words, version)``
    ``mark_document(*, by, case, document, marking, gist, reasons, version)``; ``ask_to_see(*, by, case, document, reasons, version)``
    ``answer_to_see(*, by, case, request, granted, words, version) -> CaseView``
review.consultations (officer)
    ``ask_consultation(*, by, case, partner: str, because: str, version) -> CaseView``
    ``record_consultation_answer(*, by, case, consultation, position, words, received_on, version) -> CaseView``
decision.decisions
    ``draft_decision(*, by, case, draft: licet.decision.Draft, version) -> CaseView``
    ``send_for_countersignature(*, by, case, version) -> CaseView``
    ``return_draft(*, by, case, reasons: str, version) -> CaseView``
    ``countersign(*, by, case, version) -> CaseView``
    ``record_service(*, by, case, letter: str, on: date, manner: str, proof: str) -> LetterView``
findings.risk
    ``recompute_risk(case_id) -> bool`` job; ``recompute_all(*, write, progress) -> tuple[BandMove, ...]`` and ``replay_weights(law)`` for the operator
screening.list_alerts
    ``rescreen_source(source) -> int`` and ``rescreen_changes() -> int`` jobs
    ``handle_list_alert(*, by, alert: int, reasons: str) -> ListAlertView``
screening.list_questions
    ``answer_list_question(*, by, question: int, answer, reasons) -> ListQuestionView``
    ``settle_question(question: int) -> str`` and ``settle_answered() -> int`` jobs
screening.own_lists (officer proposes, another person approves)
    ``propose_own_entry(*, by, proposed: Proposed) -> OwnProposalView``
    ``propose_own_removal(*, by, source, entry, reasons, base=None) -> OwnProposalView``
    ``approve_own_entry / refuse_own_entry / withdraw_own_entry(*, by, proposal: int, reasons) -> OwnProposalView``
    ``publish_own_list(*, by, source) -> PublishedView``; ``publish_due() -> int`` job
ownership.ownership, ownership.owners, ownership.ownership_sets
    ``compute_ownership(case_id) -> bool`` and ``trace_owed() -> int`` jobs; ``call_ownership(case, because)`` inside an act
    ``state_owner(*, by, case, owner: Owner, version)``; ``withdraw_owner(*, by, case, statement: int, reasons, version)``
    ``judge_ownership(*, by, case, finding: int, verdict, reasons, version)``; ``judge_namesake(*, by, case, namesake: Namesake, version)``
    ``import_ownership(*, by, sheet: Sheet) -> OwnershipSetView``
verification.parties, verification.conduct, verification.signals, verification.undertakings (verification)
    ``open_party_file(*, by, name, country, identifiers)``, ``record_party_check(*, by, party, check: NewCheck) -> PartyFileView``
    ``record_conduct(*, by, party, entry: NewConduct)``, ``confirm_conduct(*, by, party, entry, confirmed, reasons) -> PartyFileView``
    ``compute_signals(case_id)`` job; ``renew_signals(*, by, case)``, ``answer_signal(*, by, case, party, word: SignalWord) -> CaseVerificationView``
    ``make_undertaking(*, by, case)``, ``return_undertaking(*, by, case, signed: SignedUndertaking)``,
    ``confirm_undertaking(*, by, case, returned, genuine, manner, words) -> UndertakingView``
findings.classification, findings.replay
    ``override_classification(*, by, case, item: int, entry, law, reasons, version) -> CaseView``
    ``replay(*, viewer, case) -> tuple[Replayed, ...]``; ``replay_number(number)`` for the operator
law.drafts (of law)
    ``open_draft(*, by, draft: NewDraft) -> LawDraftView`` by the operator; ``comment_on_draft(*, by, slug, text, name, organisation) -> CommentReceiptView``
opinions.opinions (the id is the opinion's number)
    ``request_opinion(*, by, asked: OpinionRequest) -> OpinionView``; ``withdraw_opinion(*, by, number, version)``
    ``take_opinion / send_opinion / issue_opinion(*, by, number, version) -> OpinionView``
    ``draft_opinion(*, by, number, answer, reasons, entry, version)``; ``return_opinion / revoke_opinion(*, by, number, reasons, version)``
    ``expire_opinions() -> int`` and ``make_opinion_letter(id)`` jobs
licences.licence_course
    ``issue_licence(case_id)``, ``exhaust_licences() -> int`` and ``expire_licences() -> int`` jobs
licences.licences (the id is the licence number)
    ``report_delivery(*, by, licence, delivery: Delivery, version) -> LicenceView``
    ``record_check(*, by, licence, check: Check, version) -> LicenceView``
    ``suspend_licence(*, by, licence, reasons, version) -> LicenceView``
    ``answer_suspension(*, by, licence, answer, version) -> LicenceView``
    ``lift_suspension / revoke_licence(*, by, licence, reasons, version) -> LicenceView``
appeals.appeals (``appeal`` is its id; each returns AppealView)
    ``lodge_appeal(*, by, case, lodging: Lodging, version)``; ``lodge_opinion_appeal(*, by, opinion, lodging)``
    ``lay_appeal_document / answer_appeal / ask_hearing / ask_interim / withdraw_appeal(*, by, appeal, ..., version)``
appeals.appeal_hearing
    ``assign_appeal / set_hearing / record_hearing / decide_interim / name_advocate / submit_as_advocate(...)``
appeals.appeal_ruling
    ``decide_appeal(*, by, appeal, ruling: Ruling, version)``
"""
