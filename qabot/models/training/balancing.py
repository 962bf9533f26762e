"""Thins examples whose question alone gives away whether it is answered, so that a reader has to read the passage.

A bag of the questions' words, cross-validated, says how likely each label is; where it is likelier than not, q, an
example is kept with probability (1 - q) / q, so that what is kept of such questions has both labels alike.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics, model_selection, pipeline
from sklearn.feature_extraction import text
from sklearn.linear_model import LogisticRegression

from qabot.models.training.examples import Example

_metrics: Any = metrics  # scikit-learn's types leave much unsaid
_text: Any = text
_selection: Any = model_selection
_pipeline: Any = pipeline
_EVEN = 0.5


def wording_odds(examples: Sequence[Example], seed: int) -> NDArray[np.float64]:
    """Return how likely each is answered by the words of its question alone: shape (examples,), out of fold."""
    words = _text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    model: Any = _pipeline.make_pipeline(words, LogisticRegression(C=3))
    labels = [bool(each.spans) for each in examples]
    folds = _selection.StratifiedKFold(5, shuffle=True, random_state=seed)
    questions = [each.question for each in examples]
    return _selection.cross_val_predict(model, questions, labels, cv=folds, method="predict_proba")[:, 1]


def wording_auroc(examples: Sequence[Example], seed: int) -> float:
    """Return how well the words of the questions alone tell the answered from the others; .5 is not at all."""
    return float(_metrics.roc_auc_score([bool(each.spans) for each in examples], wording_odds(examples, seed)))


def balanced(examples: Sequence[Example], seed: int) -> list[Example]:
    """Return the examples that are kept, in their order."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    odds = wording_odds(examples, seed)
    likely = [odd if each.spans else 1 - odd for each, odd in zip(examples, odds, strict=True)]
    return [each for each, q in zip(examples, likely, strict=True) if q <= _EVEN or chance.random() < (1 - q) / q]
