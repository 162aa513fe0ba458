"""What the OpenAPI document adds to what the views tell by themselves."""

_ERROR = {
    "type": "object",
    "description": "Une erreur, en une phrase.",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
}
_FIELD_ERRORS = {
    "type": "object",
    "description": "Pour chaque paramètre refusé, les phrases qui disent pourquoi.",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
    "examples": [{"month": ["Le mois 2008-04 n’est pas dans l’exercice 2007-2008."]}],
}
_ANSWERS = {
    "400": ("FieldErrors", "Un paramètre est inconnu, vide, répété ou mal écrit."),
    "401": ("Error", "Aucun jeton ni session valide."),
    "404": ("Error", "Territoire, exercice, indicateur ou page inconnus, ou hors de vos territoires."),
}


def tell_errors(result: dict, generator, request, public) -> dict:
    """Every reading address may answer 400, 401 and 404, always in JSON."""
    result["components"]["schemas"] |= {"Error": _ERROR, "FieldErrors": _FIELD_ERRORS}
    for methods in result["paths"].values():
        if "get" not in methods:
            continue
        for status, (schema, description) in _ANSWERS.items():
            methods["get"]["responses"][status] = {
                "description": description,
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
            }
    return result
