"""Why an answer is not certain: one member for each question the person may be asked."""

from __future__ import annotations

from enum import Flag, StrEnum, auto


class Trait(Flag):
    """What follows from a doubt."""

    NONE = 0
    REFUSES = auto()  # the text is no answer to the row
    OFFERS_NOTHING = auto()  # the figures that were said are surely not the ones meant
    ADDS = auto()  # figures were added up to make the proposal, or it is one of several
    FORBIDS_SUM = auto()  # said of one of several figures, it forbids to add them


class Doubt(StrEnum):
    """A reason for asking; its value is the stable code that the catalogue knows it by."""

    refuses: bool  # the text is no answer to the row
    offers: bool  # the figures that were said may be proposed
    adds: bool  # the proposal that goes with it was made of several figures
    forbids_sum: bool  # several figures beside it must not be added

    def __new__(cls, code: str, traits: Trait = Trait.NONE) -> Doubt:
        """Make a member from its code and traits."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.refuses = Trait.REFUSES in traits
        member.offers = Trait.OFFERS_NOTHING not in traits
        member.adds = Trait.ADDS in traits
        member.forbids_sum = Trait.FORBIDS_SUM in traits
        return member

    __hash__ = str.__hash__  # as fast as that of its code

    # No answer at all.
    BLANK = "blank", Trait.REFUSES
    NOT_A_VALUE = "not_a_value", Trait.REFUSES
    NOT_ASKED = "not_asked", Trait.REFUSES
    DATE = "date", Trait.REFUSES
    SCIENTIFIC = "scientific", Trait.REFUSES
    PHONE = "phone", Trait.REFUSES
    DECIMAL = "decimal", Trait.REFUSES
    CURRENCY = "currency", Trait.REFUSES
    TOO_LARGE = "too_large", Trait.REFUSES

    # Words without a figure.
    NO_NUMBER = "no_number"
    YES_WITHOUT_NUMBER = "yes_without_number"
    YES_WITH_WORDS = "yes_with_words"
    NOT_KNOWN = "not_known", Trait.FORBIDS_SUM
    COLLECTING = "collecting", Trait.FORBIDS_SUM
    NOT_YET = "not_yet"
    PERHAPS_NOT_APPLICABLE = "perhaps_not_applicable"
    NEGATION = "negation", Trait.FORBIDS_SUM
    CONTRADICTION = "contradiction"
    OTHER_ROW = "other_row"
    OTHER_ROWS_NAME = "other_rows_name", Trait.OFFERS_NOTHING
    ALSO_OTHER_ROW = "also_other_row"
    NEARER_ROW = "nearer_row", Trait.OFFERS_NOTHING
    CODE_OR_NAME = "code_or_name", Trait.OFFERS_NOTHING

    # Too few or too many figures.
    ONE_NUMBER = "one_number"
    MISSING_COUNT = "missing_count"
    MISSING_PEOPLE = "missing_people"
    INCOMPLETE = "incomplete"
    FIGURES_WANTED = "figures_wanted", Trait.REFUSES
    FEW_NUMBERS = "few_numbers"
    MISSING_FIGURES = "missing_figures"
    WHICH_COLUMN = "which_column"
    PART_ABOVE_WHOLE = "part_above_whole"
    TOO_MANY = "too_many", Trait.ADDS
    TWO_NUMBERS = "two_numbers", Trait.ADDS
    EXTRA_NUMBER = "extra_number"
    LOOSE_NUMBER = "loose_number"
    PARTS = "parts", Trait.ADDS
    SEVERAL_PAIRS = "several_pairs", Trait.ADDS
    SEVERAL_PEOPLE = "several_people", Trait.ADDS
    SEVERAL_COUNTS = "several_counts", Trait.ADDS
    LIST_PER_CLASS = "list_per_class", Trait.ADDS
    SUM = "sum", Trait.ADDS
    WHOLE = "whole", Trait.ADDS
    NESTED = "nested", Trait.FORBIDS_SUM
    BY_SEX = "by_sex"
    BREAKDOWN = "breakdown"
    NAMED = "named"
    UNNUMBERED = "unnumbered", Trait.OFFERS_NOTHING
    ABOVE_MOST = "above_most"
    ABOVE_BOUND = "above_bound"

    # What the words around a figure make of it.
    APPROXIMATE = "approximate", Trait.FORBIDS_SUM
    LIMIT = "limit", Trait.OFFERS_NOTHING | Trait.FORBIDS_SUM
    RANGE = "range", Trait.OFFERS_NOTHING | Trait.FORBIDS_SUM
    RANGE_OR_PAIR = "range_or_pair"
    SEVERAL = "several", Trait.FORBIDS_SUM
    QUESTION = "question"
    PLANNED = "planned", Trait.FORBIDS_SUM
    CANCELLED = "cancelled", Trait.FORBIDS_SUM
    OTHER_TIME = "other_time", Trait.FORBIDS_SUM
    CORRECTION = "correction", Trait.FORBIDS_SUM
    MORE = "more", Trait.FORBIDS_SUM
    LESS = "less", Trait.FORBIDS_SUM
    NEGATIVE = "negative"
    COMBINED = "combined", Trait.FORBIDS_SUM
    OTHER_BODY = "other_body", Trait.OFFERS_NOTHING | Trait.FORBIDS_SUM
    OTHER_ACTIVITY = "other_activity"
    PER_UNIT = "per_unit"
    RATE = "rate", Trait.OFFERS_NOTHING
    PART = "part", Trait.OFFERS_NOTHING
    RECEIVERS = "receivers", Trait.OFFERS_NOTHING | Trait.FORBIDS_SUM
    STRANGE_WORD = "strange_word", Trait.OFFERS_NOTHING
    UNKNOWN_WORD = "unknown_word"
    ORDINAL = "ordinal"
    SWAPPED = "swapped"
    PEOPLE_WITHOUT_COUNT = "people_without_count"
    COUNT_WITHOUT_PEOPLE = "count_without_people"

    # What the figure itself leaves open.
    PERCENT_WANTED = "percent_wanted", Trait.REFUSES
    CHOICE_WANTED = "choice_wanted", Trait.REFUSES
    DATE_WANTED = "date_wanted", Trait.REFUSES
    ABOVE_WHOLE = "above_whole"
    BELOW_ONE = "below_one"
    DATE_OR_PAIR = "date_or_pair"
    DATE_OR_VALUE = "date_or_value"
    YEAR = "year"
    UNKNOWN_UNIT = "unknown_unit"
    DOUBTFUL_UNIT = "doubtful_unit"
    SLIP = "slip"
    GARBLED = "garbled"
    UNREADABLE = "unreadable"
    LETTER = "letter"
    ODD_DIGIT = "odd_digit"
    MALFORMED = "malformed"
    COMMA = "comma"
    SPACED = "spaced"
    WORDS = "words"
    TAIL = "tail"
    HALF = "half"
    SCALE = "scale", Trait.OFFERS_NOTHING
    THOUSAND = "thousand"
    SMALL_MONEY = "small_money"
    SLANG = "slang"
