"""What the boilerplate of a news page says, line by line: the words by which it is known in a text without markup.

A line is boilerplate only when the whole of it is known: a sentence that merely mentions a newsletter is none.
"""

from __future__ import annotations

import re

LONGEST = 300
"""Characters in a line that may be boilerplate; also keeps the patterns from ever working hard."""

_MARK = r"[\s→›»>▸▶•|.!…-]*"
"""What may stand around the words of a button: arrows, bullets, dots."""


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"{_MARK}(?:{'|'.join(patterns)}){_MARK}", re.IGNORECASE)


_NETWORKS = (
    "facebook|twitter|x|linked ?in|whatsapp|reddit|e-?mail|instagram|youtube|rss|bluesky|threads|mastodon|telegram"
)
"""Where pages are shared, and sites followed."""

_COMMENT_FORM = _lines(
    r"(?:leave|post|write|submit) a (?:reply|comment|response)(?: cancel reply)?",
    r"(?:cancel reply|post comment|submit comment)",
    r"add (?:a|your) comment",
    r"your email address will not be published\b.{0,80}",
    r"be the first to (?:comment|reply|leave a comment)",
    r"(?:comments are (?:now )?closed|no comments(?: yet)?|\d{1,4} (?:comments?|responses?|replies))",
    r"(?:please )?(?:log|sign) in (?:or register )?to (?:post |leave )?(?:a )?(?:comments?|reply)",
    r"you must be logged in to (?:post a )?comment",
)
"""Where the form for readers' comments begins. Everything behind it was written by readers, or by no one."""

_RELATED = _lines(
    r"related(?: (?:content|articles?|stories|posts?|reading|links?|news|topics?|items?|coverage|resources))?",
    r"(?:see|read) also",
    r"you (?:may|might) (?:also )?(?:like|be interested in|have missed)",
    r"more (?:on this(?: (?:story|topic))?|like this|stories|news|articles|from (?:this|the) (?:author|section|site))",
    r"recommended(?: (?:for you|reading|articles?|stories))?",
    r"(?:most|also) (?:read|popular|viewed|shared|commented)(?: (?:articles?|stories|posts?))?",
    r"(?:latest|popular|recent|top|trending) (?:news|articles?|posts?|stories)",
    r"(?:editor['’]?s['’]? picks?|trending(?: now)?|in case you missed it)",
)
"""The heading of a block of links to other stories."""

_SECTIONS = (
    "about(?: us)?|analysis|blogs?|careers|contact(?: us)?|events?|features?|home|insights?|interviews?|jobs|log ?in|"
    "magazine|menu|news|newsletters?|opinions?|podcasts?|register|reports?|research|resources|search|sectors?|sign ?in|"
    "subscribe|technology|topics?|videos?|webinars?|whitepapers?"
)
"""What the parts of a news site are called in its menu."""

_SECTION = _lines(
    rf"(?:(?:latest|breaking|home|all|press|our) )?(?:{_SECTIONS}|blog|latest|articles?|press releases?|releases?)",
    r"(?:print(?:er|able)?|mobile|amp|text[ -]only|reader|accessible)(?:[ -]friendly)?"
    r"(?: (?:view|version|page|preview|format|article))?",
)

_KNOWN = _lines(
    r"(?:menu|home|log ?in|sign ?in|my account)",
    rf"(?:home|menu)(?:[\s|,·/›>]+(?:{_SECTIONS}))+",
    r"(?:learn|read|find out|show|load|view|see) (?:more|full (?:article|story))",
    r"(?:continue|keep) reading.{0,40}",
    r"(?:share|tweet|print|email|e-mail|save|bookmark) (?:this|the)? ?(?:article|story|page|post)?",
    r"(?:share|follow(?: us)?|find us|like us|join us)(?: (?:this|the))?(?: (?:article|story|page|post|news|link))?"
    r" ?(?:on|via|by|with)(?: [\w/]+){1,4}",
    rf"(?:share|post|tweet|follow us)(?: (?:this|the|on|via)){{0,2}}(?: (?:article|story|page|post|news))?"
    rf"(?: (?:on|via))?\s*[:|–-]?\s*(?:{_NETWORKS})(?:[\s|,·/&]+(?:and )?(?:{_NETWORKS}))*",
    rf"(?:follow|find|join|like) (?:us|[\w' ]{{2,40}}) on (?:{_NETWORKS})(?: \(formerly twitter\))?"
    r"[\s:,–-]*@\w{1,30}[.!]?",
    r"(?:have|got|do you have) (?:a|any)(?: news)? (?:story|tip|tip-off|news|lead)(?: (?:for us|to share|to tell))?\?"
    r".{0,100}",
    r"download (?:our|your|the|this)(?: [\w-]+)?(?: free)?(?: [\w-]+){0,2} (?:white ?paper|e-?book|e-?guide)\b"
    r"(?: (?:on|about|to|now|here|today)\b.{0,60})?",
    r"(?:share|tweet|print|email|e-mail|save|bookmark|comment|download)(?:[\s|,·/]+(?:share|tweet|print|email|e-mail|save|"
    r"bookmark|comment|download)){1,5}",
    r"(?:click here to )?(?:view|open|read|see) (?:this |the )?(?:e-?mail|newsletter|message|it)?"
    r" ?(?:in|on|with) (?:your|a|the|my)(?: web)? ?browser",
    r"(?:view|read)(?: (?:this|it))? (?:online|as a web ?page|in browser)",
    r"(?:(?:having )?trouble (?:viewing|reading) this (?:e-?mail|newsletter|message)"
    r"|can['’]?t (?:see|read) this (?:e-?mail|newsletter))\b.{0,80}",
    r"(?:click here to )?unsubscribe(?: here| now| from (?:this|these|our|all|future)(?: [\w-]+){1,4})?"
    r"(?:[\s|,·&•/]+(?:or )?(?:privacy|terms|cookies?|contact|policy|preferences|manage|update|your|my|us|notice"
    r"|subscriptions?|email|forward|to a friend|view online|and conditions|settings|statement|profile|about|help))*",
    r"(?:to )?unsubscribe(?: here| from this list)?\s*[:–-]?\s*<?https?://\S{4,250}",
    r"(?:manage|update|change|edit)(?: your| my)?(?: e-?mail| subscription| newsletter| mailing| communication)? "
    r"(?:preferences|subscriptions?|settings|profile)(?:[\s|,·&•/]+(?:unsubscribe|privacy|policy|contact|us))*",
    r"forward (?:this (?:e-?mail|newsletter|message) )?to a (?:friend|colleague)",
    r"you(?:['’]re| are)? (?:have )?(?:been )?(?:receiv(?:ed|ing)|sent|getting) this "
    r"(?:e-?mail|newsletter|message|bulletin) (?:because|as|since)\b.{0,160}",
    r"(?:this (?:e-?mail|newsletter|message|bulletin) was sent to|you are subscribed as)\b.{0,120}",
    r"to (?:unsubscribe|opt out|stop receiving)\b.{0,60}(?:click|reply|visit|use|email)\b.{0,80}",
    r"sent from my (?:iphone|ipad|phone|mobile|android|samsung|blackberry|galaxy)\b.{0,40}",
    r"(?:share|tweet|tweet this|pin it|copy link|share this|print|email)",
    r"(?:facebook|twitter|x|linkedin|whatsapp|reddit|email|instagram|youtube|rss)"
    r"(?:[\s|,·/]+(?:facebook|twitter|x|linkedin|whatsapp|reddit|email|instagram|youtube|rss|print))+",
    r"(?:subscribe|sign up)(?: now| here| today)?",
    r"(?:subscribe|sign up) (?:to|for) (?:our|the|a|free|my)\b(?: [\w-]+){0,4}"
    r" ?(?:newsletters?|bulletins?|updates|alerts|mailing list)",
    r"(?:get|receive) (?:our|the) .{0,40}(?:newsletter|bulletin) .{0,30}(?:inbox|email)",
    r"(?:enter )?your e-?mail(?: address)?\s*\*?",
    r"processing|please wait|loading|error ?here",
    r"thank you[.!]? your subscription has been confirmed\b.{0,60}",
    r"advertisement|advert|advertising|sponsored(?: content| by)?|promoted content",
    r"story continues below(?: advertisement)?",
    r"skip to (?:main |the )?(?:content|navigation|search)",
    r"(?:back|return|scroll) to (?:the )?top",
    r"(?:toggle|open|close|main) (?:navigation|menu|search)",
    r"(?:accept|reject|manage)(?: all)?(?: optional)? cookies|cookie (?:settings|preferences|policy|notice)",
    r"(?:privacy|cookies?)(?: (?:policy|notice|statement))?"
    r"(?:[\s|,·&]+(?:terms|privacy|cookies?|policy|contact|accessibility|of use|and conditions|sitemap|about|us)){2,}",
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?\d{4}(?:\s*[-–]\s*\d{4})?\b.{0,80}",
    r"all rights reserved",
    r"(?:next|previous|prev|older|newer) (?:article|post|story|posts|articles|stories)",
    r"(?:filed under|posted in|tagged(?: with| under| as)?|categories|tags?)\s*:.{1,120}",
    r"(?:image|photo|picture)(?: credit)?\s*:\s*"
    r"(?:shutterstock|getty(?: images)?|istock(?:photo)?|adobe stock|pixabay|unsplash)",
    r"this site uses akismet\b.{0,80}",
    r"notify me of (?:new|follow-up) (?:posts?|comments) by email",
    r"save my name, email,? and website in this browser\b.{0,60}",
    r"(?:(?:name|email|website|comment)\s*\*?\s*){2,4}",
    r"required fields are marked\s*\*?",
)
"""Buttons, forms, notices and links that belong to the page."""


def is_section(line: str) -> bool:
    """Whether a line is what a part of a news site is called in its menu, or several of them."""
    return len(line) <= LONGEST and _SECTION.fullmatch(line) is not None


def opens_comments(line: str) -> bool:
    """Whether the form for comments begins here."""
    return len(line) <= LONGEST and _COMMENT_FORM.fullmatch(line) is not None


def heads_related(line: str) -> bool:
    """Whether a block of links to other stories begins here."""
    return len(line) <= LONGEST and _RELATED.fullmatch(line) is not None


def is_known(line: str) -> bool:
    """Whether the line is part of the page by itself."""
    return len(line) <= LONGEST and _KNOWN.fullmatch(line) is not None
