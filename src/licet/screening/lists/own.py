"""Lists that the authority keeps itself, entry by entry, and never takes from a file."""

NATIONAL, DENIALS = "own_national", "own_denials"

OWN_TITLES = {
    NATIONAL: "National list",
    DENIALS: "Denials by own decision",
}
