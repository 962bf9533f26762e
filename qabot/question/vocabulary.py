"""The words of a question read closely enough to tell whether it stands alone. Pure; no model, no dictionary of names.

Nothing here knows parts of speech. What stands in for them is a list of words that any subject can be asked about with
(`cost`, `minister`, `delayed`): a word that is neither on it nor a stop-word is topical, that is, it says what the
question is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from qabot.question.tokeniser import FORM_WORDS, STOP_WORDS

TIMES = frozenset(
    "year years month months week weeks day days quarter decade century summer spring autumn winter".split()
)
"""Words that stand for a date when `this` or `that` goes before them."""
_GENERAL = """
ability able abroad accept access account achieve acquire across act action active actual actually add addition
additional admit advantage advice advise affect afford against age agency ago agree agreement ah ahead aim ain alive
allow almost alone along already alright alternative although always among amount analysis analyst announce
announcement annual another answer anybody anyhow anymore anyone anything anyway anyways anywhere apart apparent
apparently appear appearance application apply appoint approach approve area aren arent argue argument arise around
arrange arrangement arrive article aside ask aspect assess assessment attack attempt attend attract audience audit
auditor author authority available average avoid award aware away back background bad bar base basic basically basis
beat became become been began begin begun behave behavior behaviour behind belief believe below beneath benefit beside
besides best better beyond bid bidder big bigger biggest bill billion billions bit blame block blog board body book
boss bought brand break breakdown brief briefing bring broad broke broken brought budget build built bunch business
buy buyer ca calculate call came campaign campaigner cancel candidate cant capable care case catch cause caused
caution century ceo certain certainly cfo chair chairman chance change chapter characteristic charge chart cheap
cheaper cheapest check cheers chief choice choose chose chosen cio circumstance citizen city claim class clear clearly
client close closure collapse come comment commission commit commitment committee common company compare comparison
compete competitor complain complaint complete complex component compulsory concern conclude conclusion condition
conference confirm connect connection cons consequence consider consist consultant contact contain content contents
continue contract contractor contribute contribution control controversy convince cool cost couldn couldnt council
councillor count country course court cover create creation creator crisis critic critical criticise criticism
criticize crucial cto culture current currently customer cut daily damage danger date deadline deal death debate
decade decide decision decline decrease deep defect defence defend define definition degree delay deliver delivery
demand deny department depend deputy describe description design despite destroy detail determine develop developer
development didn didnt die differ difference different difficult difficulty direct direction directly director
disadvantage disagree disagreement disappear discount discover discovery discuss discussion dispute distance document
doesn doesnt don dont double doubt downwards dozen draft draw drawback drive driver drop due duration duty earliest
early earn easier easiest easy economic edit effect effective effort eight either elect election eleven eligible
elsewhere employ employee encourage end enough ensure enter entire equal error escape especially establish estimate
even event eventual eventually ever everybody everyone everything evidence exact exactly examine example except
exclude execute exist expand expect expectation expense expensive experience expert explain explanation export extend
extension extent extra face fact factor fail failure fair fall false famous far fast faster fastest fate fault favour
fear feature fee feedback feel fell felt field fight figure file fill final finally finance find finding fine finish
firm first fit five fix flaw focus follow force forecast forget form formal former forward fought found founder
founding four free frequent friend full fully function fund funding funds further future gain gather gave general
generally given goal gone good gov govern government govt grade grant great greatest group grow growth guarantee guess
guidance guide guilty hadn half halt hand handle happen happy hard harder hardest hardly harm harmful hasn hasnt haven
havent head headquarters hear heard held hello help helpful hence heres hey hi high higher highest highlight hire
historic history hit hm hmm hold home hope hour hows huge hundred hundreds hurt id idea identify ignore illegal im
impact implement implication importance important impossible impress improve improvement incident include income
increase indeed independent individual industry influence inform information initial initially initiative inquiry
inside insist instance instead intend intention interest interesting interim internal international introduce
introduction invent invention inventor invest investigate investigation investment invite involve isn isnt issue item
ive job join joint journalist judge judgement judgment keep kept key kill kind knew know known lack large larger
largest last late later latest launch law lawsuit lawyer lay lead leader leading leak learn leave led left legal
length less lesson let letter level liable lie life like likely limit limitation line link list little live local
locate location long longer longest look lose loss lost lot love low lower lowest made main mainly maintain major
majority make man manage management manager mandatory manner many map mark market matter maximum maybe mean meaning
means meant measure meet meeting member men mention met method might million millions mind minimum minister minor
minus minute miss mistake model modern moment money month monthly mood mostly motive move movement mp mps multiple
mystery name narrow national native nature near nearly necessarily necessary need negative neighbour neither nervous
never new newer newest news newspaper next nice nine no nobody none nope normal normally notable note nothing notice
now nowhere number object objection objective obtain obvious occasion occur odd offer office officer official
officially often oh ok okay old older oldest ongoing online onto open operate operation operator opinion opponent
opportunity oppose opposite opposition option order ordinary organisation organise organization origin original
originally outcome outlet outside overall overdue overrun overspend overturn owe own owner ownership pace page paid
pain pair paper parent part partial participant participate particular particularly partly partner partnership party
pass past patient pause pay payment penalty people per percent percentage perform performance perhaps period permanent
permission person personal persuade phase phone photo pick picture piece place plan plans play player pleased plus pm
point policy politician poor popular popularity portion position positive possess possible possibly post potential
pound power practical practice praise precise predict prefer premise prepare present press pressure prevent previous
previously price primary principal principle print priority private prize pro probable probably problem procedure
proceed process produce producer product production profession profit program programme progress project promise
prompt proof proper proportion proposal propose pros protect protection protest proud prove proven provide provider
provision public publication publicity publicly publish pull punish punishment purchase purpose pursue push put
quality quantity quarter question quick quickly quiet quit quite quote raise ran range rank rare rate rather rating
ratio reach react reaction read ready real realise realize really reason reasonable receive recent recently recipient
recognise recommend recommendation record recover recovery reduce reduction refer reference refund refuse regard
region regret regular regulation regulator reject relate relation relationship relative release relevant reliable rely
remain remark remedy remember remove rename repay repeat replace replacement reply report reporter represent
representative reputation request require requirement rescue research reserve resident resign resist resolve resource
respond respondent response responsibility responsible rest result resume retain retire return revenue reverse review
revise reward rid right rise risen risk rival role roll rollout rose rough roughly row rule run rush safe safety said
sale same sample save saving saw say scale scandal scandalous scenario schedule scheme scope score scrap search season
second secret secretary section sector secure see seek seem seen select sell send senior sense sent separate serious
serve service session set setback settle settlement setup seven several severe shadow shape share sharp shelve shift
shock short shortage shorter shortest shouldn shouldnt show shown shut side sign signature significance significant
similar similarity simple simply since single site situation six size skill slow slower small smaller smallest sold
solution solve somebody somehow someone something sometimes somewhat somewhere soon sorry sort sought sound source
speak speaker special specific speech speed spend spending spent split spoke spokesman spokesperson spokeswoman staff
stage stake stand standard start state statement status stay step stick still stood stop story straight strange
strategy strength stress strict strike strong strongest structure struggle stuck study stuff style subject submit
subsequent succeed success successful successor sudden suffer sufficient suggest suggestion suit suitable sum
summarise summarize summary supplier supply support supporter suppose sure surprise surprised survey survive suspend
switch symptom system tackle take taken takeover talk target task taxpayer team technique technology tell temporary
ten tend term terms terrible test text thank thanks thats theme theory therefore theres theyre theyve thing think
third though thought thousand thousands threat threaten three throughout thus tie till time timeline timescale
timetable tip title today together told tomorrow tonight took tool top topic total totally tough toward towards track
trade tradition traditional train training transfer transition transparent treat treatment trial trick tried trigger
trouble true trust truth try turn twelve twice two type typical typically uk ultimate uncertain unclear underlying
understand understood union unit unless unlikely unusual update upgrade upon upset upwards urge us use used useful
user uses using usual usually vague valid value variant variation variety various vary vast vendor verdict version
versus via victim victory view violate visible vision visit vital volume vote vs vulnerable wait want warn warning
wasn wasnt waste watchdog way weak weakness wear week weekly weigh welcome went weren werent whatever whats whenever
wheres wherever whether whichever whoever whole whos wide widespread willing win winner wise wish withdraw withdrawal
withdrew within without wo woman women won wonder word wore work worker world worried worry worse worst worth wouldn
wouldnt wow write writer written wrong wrote yeah year yearly yep yes yesterday yet young younger youngest youre zero
"""
_PIECE = re.compile(r"[£$€#]?[^\W_]+(?:[-.'’&/+][^\W_]+)*|[?!.;:,…–—]")
_CONTRACTIONS = ("'s", "'re", "'ll", "'ve", "'d", "'m", "n't")
_ENDINGS = {"ies": ("y",), "s": ("",), "ied": ("y",), "ed": ("", "e"), "ing": ("", "e")}
"""Endings of inflected words, and what stands in their place in the word itself."""
_HISSING = ("ses", "xes", "zes", "ches", "shes", "oes")
"""Endings of words that may take `es`."""
_READ = 60
"""Words and punctuation marks of a text that are read."""
_SHORTEST = 2
"""Letters that are left of a word without its ending, at the least."""
_KEPT = ("ss", "us", "is", "eed")
"""Endings that look like an inflection and are none."""
_TECHNOLOGY = "it (technology)"
"""The key of the noun that is spelt like the pronoun."""
_LOCATING = frozenset("about across after against at before by for from in into of on over under with without".split())
_KNOWN = frozenset(_GENERAL.split()) | STOP_WORDS | FORM_WORDS | TIMES


class Word(NamedTuple):
    """A word of a question. A tuple, since a class of any other kind takes longer to make at every start."""

    raw: str
    """As the user wrote it, without a possessive ending."""
    key: str
    """In lower case, and without what was contracted: `it` for `it's`."""
    stem: str
    """What its inflections have in common: `delay` for `delayed`."""
    first: bool
    """Whether a punctuation mark, or nothing, stands before it."""
    named: bool
    """Whether its letters show a name or a figure: a capital inside the sentence, or a digit."""
    general: bool
    """Whether any subject can be asked about with it; what is not general is topical."""
    owns: bool = False
    """Whether it has a possessive ending, or a contraction that looks like one."""

    @property
    def stop(self) -> bool:
        """Whether it only asks."""
        return self.key in STOP_WORDS


def bases(key: str) -> Iterator[str]:
    """Yield the words that an English word in lower case may be an inflection of, itself first."""
    yield key
    if key.endswith(_HISSING):
        yield key[:-2]
    for ending, others in _ENDINGS.items():
        rest = key.removesuffix(ending)
        if rest == key or len(rest) < _SHORTEST or key.endswith(_KEPT):
            continue
        yield from (rest + other for other in others)
        if rest[-1] == rest[-2] and rest[-1] not in "aeiou":
            yield rest[:-1]


def stem(key: str) -> str:
    """Return what the inflections of an English word in lower case have in common; not always a word itself."""
    shortest = min(bases(key), key=len)
    doubled = shortest[-2:-1] == shortest[-1:] != ""
    return shortest[:-1] if doubled else shortest.removesuffix("e")


def is_general(key: str) -> bool:
    """Whether a word in lower case, or what it is an inflection of, says nothing of what a text is about."""
    return any(base in _KNOWN for base in bases(key))


def words_of(text: str) -> list[Word]:
    """Return the words of a question in order, as far as anyone reads; punctuation leaves its mark on the next word."""
    pieces = [found[0] for found in islice(_PIECE.finditer(text), _READ)]
    cased = any(piece[0].islower() for piece in pieces)
    found: list[Word] = []
    first = opens = True
    for piece in pieces:
        if any(map(str.isalnum, piece)):
            found.append(_word(piece, first, cased=cased, opens=opens))
            first = opens = False
        else:
            first, opens = True, opens or piece in ".?!"
    return [_as_technology(found, i) if word.key == "it" else word for i, word in enumerate(found)]


def _word(piece: str, first: bool, *, cased: bool, opens: bool) -> Word:
    key = piece.casefold().replace("’", "'")
    ending = next((each for each in _CONTRACTIONS if key.endswith(each) and len(key) > len(each)), "")
    key = key.removesuffix(ending)
    raw = piece[: -len(ending)] if ending == "'s" else piece
    capitals = sum(map(str.isupper, raw))
    named = any(map(str.isdigit, raw)) or (cased and key != "i" and (capitals > 1 or (capitals == 1 and not opens)))
    # "Manning" is no inflection of "man": a name is looked up as it is.
    general = key in _KNOWN if named else is_general(key)
    if key == "it" and capitals > 1 and cased:
        return Word(raw, _TECHNOLOGY, key, first, named=True, general=False)
    return Word(raw, key, stem(key), first, named, general, owns=ending == "'s")


def _as_technology(words: Sequence[Word], i: int) -> Word:
    """Tell the noun from the pronoun where no capitals do: in `legacy it costs` and `on universal credit it`."""
    word = words[i]
    if not i or word.first or words[i - 1].general:
        return word
    before = i - 1
    while before >= 0 and not words[before].general:
        before -= 1
    compound = i + 1 < len(words) and not words[i + 1].first and not words[i + 1].stop
    if compound or before < 0 or words[before].key in _LOCATING:
        return word._replace(key=_TECHNOLOGY, named=True, general=False)
    return word
