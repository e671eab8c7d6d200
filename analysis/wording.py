"""Words that every room writes alike. They look neither at the locale nor at anything else of the machine."""


def confidence_label(confidence: float) -> str:
    """Name an interval by its level, with as many decimals as the level has: 0.999 is not 100%.

    >>> confidence_label(0.95), confidence_label(0.975), confidence_label(0.999)
    ('95% interval', '97.5% interval', '99.9% interval')
    """
    return f"{100 * confidence:.10g}% interval"
