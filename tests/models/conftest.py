"""Texts of every kind, and sentence-transformers' own vectors for them."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from qabot.models import batch_embedding
from qabot.models.encoder import OnnxEncoder
from qabot.models.export import encoder_export

_WORDS = {
    "english": "the council said its payroll service would move to a shared data centre in London by 1 April 2014",
    "arabic": "قالت الحكومة إن الخدمات الرقمية سوف توفر المال للمواطنين في المدن الكبيرة",
    "chinese": "政府 表示 数字 服务 将 为 公民 节省 时间 和 金钱 并且 提高 效率",
    "devanagari": "सरकार ने कहा कि डिजिटल सेवाएँ नागरिकों का समय और पैसा बचाएँगी",
    "greek": "η κυβέρνηση ανακοίνωσε νέες ψηφιακές υπηρεσίες για τους πολίτες",
    "accents": "Zażółć gęślą jaźń – naïve façade, crème brûlée, Straße, İstanbul, ﬁnancial ½ №5",
    "emoji": "🏛️ 👩‍💻 🇬🇧 budget 💷💷 up 📈 said 👍🏽 minister 🙈",
    "code": "def main(argv: list[str]) -> int: return sum(map(int, argv)) # TODO: x!=y && ~z {'a': [1, 2]}",
    "numbers": "£4,250,000 12.5% 2010-11 3.14159 0x1F 1e-9 +44 20 7946 0000 (2013/14) 99.99",
    "controls": "tab\there nul\x00here bell\x07 escape\x1b[31m zero\u200bwidth bidi\u202etext soft\u00adhyphen \ufffd",
}
_ODD = ["", " ", "\n\n\t", ".", "\u200b", "\x00", "🙂", "a" * 300, "word " * 2000, "数" * 600, "\u0301" * 50]


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """80 texts: most of a sentence, some far longer than the model reads, some of nothing."""
    chance = random.Random(20140401)  # noqa: S311 - nothing secret
    made = list(_ODD)
    while len(made) < 80:
        words = " ".join(chance.sample(list(_WORDS.values()), k=chance.randint(1, 2))).split(" ")
        length = 300 if len(made) % 25 == 0 else chance.randint(1, 25)
        made.append(" ".join(chance.choices(words, k=length)))
    return made


@pytest.fixture(scope="session")
def packaged() -> Path:
    """The folder of the default model's own files."""
    return Path(batch_embedding.resolve_model(None).location)


@pytest.fixture(scope="session")
def reference(packaged: Path) -> Any:
    """The default model in sentence-transformers itself."""
    return encoder_export.load(packaged)


@pytest.fixture(scope="session")
def wanted(reference: Any, texts: list[str]) -> NDArray[np.float32]:
    """sentence-transformers' vectors of `texts` as passages, shape (80, 384)."""
    return reference.encode_document(texts, normalize_embeddings=True)


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> OnnxEncoder:
    """The default encoder, opened."""
    return OnnxEncoder.open(encoder_folder)
