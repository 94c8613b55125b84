"""What no schema can say about requests to the API. Loaded by way of SCHEMATHESIS_HOOKS."""

import re

import schemathesis

entity_tag = re.compile(r'^(?:"\d{1,15}"|\*)$')


# Longer texts say nothing more, and fill the time of a run: their bounds are tested with the routes that have them.
longest_generated_text = 8_192


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Requests are made without the bounds of very long texts; nothing else of the document is changed."""
    components = raw_schema["components"]["schemas"]
    seen = set()

    def drop_long_bounds(schema):
        if isinstance(schema, list):
            for item in schema:
                drop_long_bounds(item)
        if not isinstance(schema, dict):
            return
        if isinstance(schema.get("maxLength"), int) and schema["maxLength"] > longest_generated_text:
            del schema["maxLength"]
        name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
        if name in components and name not in seen:
            seen.add(name)
            drop_long_bounds(components[name])
        for value in schema.values():
            drop_long_bounds(value)

    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            drop_long_bounds(operation.get("requestBody"))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes requests that are meant to fit do so; that others are refused is for those that are not."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    # Nobody can make up a place that the API has given.
    if case.query and "cursor" in case.query:
        case.query.pop("cursor")
    if case.headers and "Last-Event-ID" in case.headers:
        case.headers.pop("Last-Event-ID")
    # The generator of boundary values does not keep to the pattern of this header.
    if case.headers and not entity_tag.match(case.headers.get("If-Match", "*")):
        case.headers["If-Match"] = "*"
