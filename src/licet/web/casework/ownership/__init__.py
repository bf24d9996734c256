"""Who stands behind the parties of a case: gathered from what is stated, judged law by law."""
