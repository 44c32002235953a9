"""Names the languages people tell their story in, each with its code."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

_NAMES = {
    "en": gettext_lazy("English"),
    "sq": gettext_lazy("Albanian"),
    "am": gettext_lazy("Amharic"),
    "ar": gettext_lazy("Arabic"),
    "hy": gettext_lazy("Armenian"),
    "bn": gettext_lazy("Bengali"),
    "bs": gettext_lazy("Bosnian"),
    "bg": gettext_lazy("Bulgarian"),
    "my": gettext_lazy("Burmese"),
    "yue": gettext_lazy("Chinese, Cantonese"),
    "zh": gettext_lazy("Chinese, Mandarin"),
    "hr": gettext_lazy("Croatian"),
    "cs": gettext_lazy("Czech"),
    "prs": gettext_lazy("Dari"),
    "nl": gettext_lazy("Dutch"),
    "tl": gettext_lazy("Filipino"),
    "fr": gettext_lazy("French"),
    "ka": gettext_lazy("Georgian"),
    "de": gettext_lazy("German"),
    "el": gettext_lazy("Greek"),
    "gu": gettext_lazy("Gujarati"),
    "ht": gettext_lazy("Haitian Creole"),
    "ha": gettext_lazy("Hausa"),
    "hi": gettext_lazy("Hindi"),
    "hmn": gettext_lazy("Hmong"),
    "hu": gettext_lazy("Hungarian"),
    "ig": gettext_lazy("Igbo"),
    "id": gettext_lazy("Indonesian"),
    "it": gettext_lazy("Italian"),
    "ja": gettext_lazy("Japanese"),
    "km": gettext_lazy("Khmer"),
    "rw": gettext_lazy("Kinyarwanda"),
    "ko": gettext_lazy("Korean"),
    "kmr": gettext_lazy("Kurdish, Kurmanji"),
    "ckb": gettext_lazy("Kurdish, Sorani"),
    "ln": gettext_lazy("Lingala"),
    "lt": gettext_lazy("Lithuanian"),
    "mk": gettext_lazy("Macedonian"),
    "ne": gettext_lazy("Nepali"),
    "om": gettext_lazy("Oromo"),
    "ps": gettext_lazy("Pashto"),
    "fa": gettext_lazy("Persian"),
    "pl": gettext_lazy("Polish"),
    "pt": gettext_lazy("Portuguese"),
    "pa": gettext_lazy("Punjabi"),
    "rom": gettext_lazy("Romani"),
    "ro": gettext_lazy("Romanian"),
    "ru": gettext_lazy("Russian"),
    "sr": gettext_lazy("Serbian"),
    "sk": gettext_lazy("Slovak"),
    "so": gettext_lazy("Somali"),
    "es": gettext_lazy("Spanish"),
    "sw": gettext_lazy("Swahili"),
    "sv": gettext_lazy("Swedish"),
    "ta": gettext_lazy("Tamil"),
    "th": gettext_lazy("Thai"),
    "ti": gettext_lazy("Tigrinya"),
    "tr": gettext_lazy("Turkish"),
    "uk": gettext_lazy("Ukrainian"),
    "ur": gettext_lazy("Urdu"),
    "uz": gettext_lazy("Uzbek"),
    "vi": gettext_lazy("Vietnamese"),
    "yo": gettext_lazy("Yoruba"),
}

LANGUAGES = [
    (code, format_lazy("{name} ({code})", name=name, code=code))
    for code, name in _NAMES.items()
]
"""What a form offers: the code, and the name with the code behind it."""


def language_name(code: str) -> str:
    """Return what a language is called; its code where we have no name for it."""
    return str(_NAMES.get(code, code))
