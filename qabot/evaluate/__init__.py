"""How well qabot answers: question sets to measures, and the calibration of the verdict.

    questions ─ homes ─> running ─> Outcome ─ metrics ─> report ─ compare ─> intervals against an earlier run
                                       └────── calibrating ─> `qabot.answer.calibration`

`questions` reads sets in two forms, `homes` indexes the articles they are asked of, `running` asks. `hiding` takes the
articles that answer out of the index for one question, which makes an unanswerable question of an answerable one.
"""
