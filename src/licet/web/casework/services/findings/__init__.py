"""What is found of a case: computed, written at once, run again, weighed, put right by an officer."""
