"""The review of a case by several bodies; conditions across cases."""
