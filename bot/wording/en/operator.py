SENTENCES: dict[str, str] = {
    # --- forms as data: faults of a form file ---
    "fault.at": "{name}, line {line}: {sentence}",
    "fault.or": " or ",
    "fault.type.text": "text in quotation marks",
    "fault.type.texts": 'a list of texts, such as ["a", "b"]',
    "fault.type.number": "a whole number, not negative",
    "fault.type.flag": "true or false",
    "fault.type.table": "a table [name]",
    "fault.type.rows": "tables [[row]]",
    "fault.type.measure": "the name of a table [measures.…], or a table of its own",
    "fault.toml": "this is not valid TOML ({reason}). Please mend this line.",
    "fault.missing": '“{key}” is missing. Please add {key} = "…".',
    "fault.unknown_key": "there is no key “{key}”. Keys that can be used: {known}.",
    "fault.wrong_type": "“{key}” must be {wanted}.",
    "fault.code_not_text": (
        '“{key}” must stand in quotation marks: {key} = "{value}". As a number 1.10 becomes 1.1.'
    ),
    "fault.slug_shape": "“{slug}” is no slug: use small letters a–z, digits and hyphens only.",
    "fault.columns": "the sheet has 6 columns, {found} are named here. Please name all 6.",
    "fault.nothing_asked": "the form has no row to ask. Please add tables [[row]].",
    "fault.row_missing": "row {row} of the form has no “{key}”.",
    "fault.code_shape": (
        "“{code}” is no code: use digits and small letters with dots between, such as 1.4a."
    ),
    "fault.code_twice": "code {row} stands at line {first} already. Each row needs its own code.",
    "fault.kind_unknown": "code {row}: there is no kind “{kind}”. Known kinds: {known}.",
    "fault.question_missing": "code {row} is to be answered but has no “question” for the chat.",
    "fault.header_asked": "code {row} is a header or a total and is never asked: remove “{key}”.",
    "fault.childless": "code {row} is a header or a total but has no row below it.",
    "fault.gate_on_leaf": (
        "code {row}: only a header or a total at the top level can have a “gate” question."
    ),
    "fault.complete_misplaced": 'code {row}: “complete” is for totals only (kind = "total").',
    "fault.at_most_misplaced": "code {row}: “at_most” is for the kinds count and yes_no only.",
    "fault.short_long": "code {row}: “short” is longer than {limit} characters. Shorten it.",
    "fault.cells": "code {row}: kind {kind} needs cells = {allowed}.",
    "fault.measure_unknown": "there is no table [measures.{name}]. Tables there are: {known}.",
    "fault.measure_missing": 'code {row}: cell “{cell}” has no measure. Add {cell} = "…".',
    "fault.measure_misplaced": "code {row} has no cell “{cell}”. Remove {cell} or mend cells.",
    "fault.parent_unknown": "code {row}: there is no parent row “{parent}”.",
    "fault.parent_later": "code {row} stands before its parent “{parent}”. Please swap the rows.",
    "fault.parent_leaf": "code {row}: its parent “{parent}” is a row to answer, not a header.",
    "fault.counterpart_unknown": "code {row}: there is no row “{other}” to compare it with.",
    "fault.cycle": "code {row}: its parent rows go in a circle through “{parent}”.",
    "fault.section_torn": "code {row} stands apart from section {section}. Keep them together.",
    "fault.total_cell": "code {row}: no row below it has a cell “{cell}” to add up.",
    "form.unknown": "There is no form “{slug}”. Forms that come with the program: {known}.",
    # --- end of forms as data ---
}
