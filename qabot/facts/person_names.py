"""What tells the name of a person from that of a body: first names, and titles. Pure."""

from __future__ import annotations

TITLES = frozenset(
    """Mr Mrs Ms Miss Dr Sir Dame Lord Lady Baroness Baron Prof Professor Cllr Councillor Rt Hon Justice Minister
    Ministers Chancellor President Chairman Chairwoman Chair Inspector Constable Superintendent Commissioner Captain
    Major General Colonel Rev Reverend Judge""".split()
)
"""What stands before a person's name."""
FIRST_NAMES = frozenset(
    """Aaron Abigail Adam Adrian Ahmed Aisha Alan Alastair Alex Alexander Alexandra Alice Alison Alistair Allan Amanda
    Amber Amy Andrea Andrew Andy Angela Anita Ann Anna Anne Annette Anthony Antonia Archie Arthur Barbara Barry Beth
    Ben Benjamin Bernard Bill Bob Boris Brian Bryan Caroline Carol Catherine Cathy Chloe Chris Christine Christopher
    Claire Clare Clive Colin Craig Daisy Damian Dan Daniel Danny Darren Dave David Dawn Deborah Debbie Denis Dennis
    Derek Diana Diane Dominic Don Donald Donna Dorothy Douglas Duncan Ed Eddie Edward Eleanor Elizabeth Emily Emma
    Eric Ewan Felicity Fiona Frances Francis Frank Fraser Fred Freya Gareth Gary Gavin Geoff Geoffrey George Gerald
    Gill Gillian Glen Glenn Gordon Graeme Graham Grant Greg Guy Hannah Harriet Harry Hazel Heather Helen Henry Holly
    Howard Hugh Ian Imran Irene Iain Isabel Jack Jackie Jacob Jacqueline Jake James Jamie Jane Janet Janice Jason
    Jean Jeff Jennifer Jenny Jeremy Jess Jessica Jill Jim Jo Joan Joanna Joanne Joe John Jon Jonathan Joseph Josh
    Joyce Judith Judy Julia Julian Julie June Justin Karen Kate Katherine Kathryn Kathy Katie Keir Keith Kelly Ken
    Kenneth Kevin Kim Kirsty Laura Lauren Lawrence Lee Len Leo Leon Leonard Lesley Leslie Lewis Liam Linda Lindsay
    Lisa Liz Louise Lucy Luke Lynn Lynne Maggie Malcolm Marcus Margaret Maria Marian Marie Mark Martha Martin Martyn
    Mary Matt Matthew Maureen Maxine Meg Megan Mel Melanie Michael Michelle Mick Mike Miles Mohammed Mohammad
    Muhammad Moira Monica Nadine Nancy Natalie Natasha Nathan Neil Niall Nicholas Nick Nicola Nigel Norma Norman
    Oliver Olivia Oscar Owen Pam Pamela Pat Patricia Patrick Paul Paula Pauline Penny Pete Peter Phil Philip Phillip
    Phillipa Philippa Piers Priti Priya Rachel Ralph Ray Raymond Rebecca Reg Richard Rishi Rob Robert Robin Rod
    Roderick Roger Ron Ronald Rory Rosemary Ross Roy Rupert Russell Ruth Ryan Sajid Sally Sam Samantha Samuel Sandra
    Sara Sarah Scott Sean Shabana Sharon Sheila Shirley Simon Sophie Stella Stephanie Stephen Steve Steven Stewart
    Stuart Sue Susan Suzanne Sylvia Tania Ted Terence Teresa Terry Theresa Thomas Tim Timothy Tina Toby Todd Tom
    Tony Tracey Tracy Trevor Valerie Vanessa Vernon Vicky Victor Victoria Vince Vincent Wendy Will William Yvette
    Yvonne Zoe Maude""".split()
)
"""First names as they are borne in the United Kingdom, without those that are words as well, such as Rose."""
_FORMS = (
    "alex alexander alexandra sandy",
    "andrew andy drew",
    "ann anna anne annie",
    "anthony antony tony",
    "barbara barb babs",
    "ben benjamin",
    "bill billy will william",
    "bob bobby rob robert",
    "cath catherine cathy kate katherine kathy",
    "charles charlie",
    "chris christine christopher",
    "dan daniel danny",
    "dave david",
    "deb deborah debbie",
    "don donald",
    "ed eddie edward ted",
    "elizabeth beth betty liz lizzie",
    "fred frederick",
    "geoff geoffrey jeff jeffrey",
    "greg gregory",
    "jack john johnny",
    "jackie jacqueline",
    "james jim jimmy jamie",
    "jen jennifer jenny",
    "jess jessica",
    "jo joanna joanne joe joseph josephine",
    "jon jonathan",
    "josh joshua",
    "ken kenneth",
    "maggie margaret meg peggy",
    "matt matthew",
    "mick michael mike",
    "nat natalie natasha",
    "nicholas nick",
    "nicky nicola",
    "pam pamela",
    "pat patricia patrick",
    "pete peter",
    "phil philip phillip",
    "ray raymond",
    "richard rick dick",
    "ron ronald",
    "sam samantha samuel",
    "stephen steve steven",
    "sue susan suzanne susie",
    "terry terence teresa",
    "theo theodore",
    "tim timothy",
    "tom thomas",
    "vic victor victoria vicky",
)
"""First names in small letters, those of one row short for one another."""


def are_forms_of_one_name(one: str, other: str) -> bool:
    """Whether two first names in small letters may be one person's: `dan`, `daniel`."""
    return one == other or any({one, other} <= set(row.split()) for row in _FORMS)
