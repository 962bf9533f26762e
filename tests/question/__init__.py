"""Reading questions: one test module a room of `qabot.question`."""
