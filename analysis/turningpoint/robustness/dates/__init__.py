"""Which date: the evidence of a step and a ramp at every date, beside a course that may bend anyway."""
