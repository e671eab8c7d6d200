"""Names of months, in full and cut short, in English, German, French and Spanish."""

_NAMES = (
    "january jan januar janvier janv jänner enero ene",
    "february feb februar février fevrier févr fevr fév fev febrero",
    "march mar märz maerz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août aout agosto ago",
    "september sep sept septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}


def month_of(name: str) -> int:
    """Number of a month by its name, or 0 where it is none.

    >>> month_of("Sept"), month_of("MÄRZ"), month_of("Total")
    (9, 3, 0)
    """
    return MONTHS.get(name.casefold(), 0)
