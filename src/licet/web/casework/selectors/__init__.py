"""Reads. Each takes ``viewer: Actor`` and returns only what that person may see.

applications
    ``home(*, viewer) -> HomeView``; ``application(*, viewer, case: str) -> ApplicationView``
    ``sections() -> tuple[tuple[str, str], ...]`` id and title in the order of the task list
desk
    ``queue(*, viewer) -> WorkList``; ``case(*, viewer, case: str) -> CaseView`` (the read is entered in the
    ledger, once per person, case and 15 minutes); ``cases(*, viewer, state="", text="") -> WorkList``
    ``agencies() -> tuple[TeamView, ...]``; ``reviewers(*, viewer) -> tuple[PersonView, ...]``;
    ``officers(*, viewer) -> tuple[PersonView, ...]``; ``criteria() -> tuple[Json, ...]`` of the governing regime;
    ``condition_types() -> tuple[ConditionTypeView, ...]``
determinations
    ``runs(*, viewer, case: str) -> tuple[DeterminationRunView, ...]`` the newest first, with differences
hits
    ``work_list(*, viewer, query: HitQuery, page, size) -> HitPage``; ``every_hit``, ``same_evidence``, ``chosen_hits``, ``neighbours``;
    ``hit_evidence(*, viewer, case, hit) -> HitEvidence``; ``hit_measures(*, viewer, since="", until="") -> HitMeasures``
ownership
    ``ownership(case: Case) -> OwnershipView`` for services and the risk calculus: per party and law ``standing`` (listed, surely,
    possibly, not, unstated), ``path`` (``words``, ``source``, ``first``, ``last`` of each statement), ``verdict``; no access is asked
    ``case_ownership(*, viewer, case, party="", on="") -> OwnershipView`` under every shipped law; ``ownership_sets(*, viewer)``
network
    ``network(*, viewer, case) -> NetworkView``; ``panel(*, viewer, case)``; ``parties.party(*, viewer, text) -> PartyHitView``; the authority alone
opinions
    ``opinions(*, viewer) -> tuple[OpinionView, ...]``; ``opinion(*, viewer, number)``; ``kinds(profile="")``
    ``check_opinion(*, number, sha256) -> OpinionCheckView`` public
drafts (of law)
    ``drafts() -> tuple[LawDraftSummary, ...]``, ``draft(slug) -> LawDraftView``, ``draft_file(slug, name) -> str`` and
    ``receipt(slug, comment) -> CommentReceiptView`` public; ``desk(*, viewer)``, ``comments(*, viewer, slug, words, page)``,
    ``every_comment(*, viewer, slug, words)``
documents
    ``document(*, viewer, case, document) -> DocumentContent``
licences
    ``licences(*, viewer) -> tuple[LicenceView, ...]``; ``licence(*, viewer, licence: str) -> LicenceView``
parties
    ``parties(*, viewer, text="", page=1) -> PartiesPage``; ``party(*, viewer, number) -> PartyFileView``;
    ``check_document(*, viewer, number, check) -> DocumentContent``; ``catalogue()``
verification
    ``of_case(*, viewer, case) -> CaseVerificationView``; ``undertakings(*, viewer, case)``, ``undertaking(...)``,
    ``undertaking_document(...)``; ``evidence_of(*, case, on=None) -> tuple[PartyEvidence, ...]`` for assessments
appeals
    ``appeals(*, viewer, text, state, page) -> AppealsView``; ``appeal(*, viewer, appeal) -> AppealView``;
    ``record_of``, ``contestable``, ``contestable_opinion``, ``appeal_document``, ``closed_material``, ``own_briefs``
figures (public)
    ``figures() -> tuple[FigureCell, ...]``; ``processing_times() -> Json`` median, p90, count
"""
