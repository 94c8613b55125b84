import { isDeepStrictEqual } from 'node:util';

import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Marks the schema of a server-sent event: its `data` is text that holds JSON. */
export const jsonData = 'x-json-data';

const componentPath = '#/components/schemas/';

/** Turns zod schemas into JSON Schema and gathers those with an id as components of the document. */
export class SchemaCollection {
  readonly #components = new Map<string, JsonSchema>();

  /** The schema as it stands in the document: a reference where it has an id. */
  inline(schema: z.ZodType, direction: 'input' | 'output'): JsonSchema {
    const { $schema: _dialect, $defs = {}, ...own } = z.toJSONSchema(schema, { io: direction, unrepresentable: 'any' });
    for (const [id, definition] of Object.entries($defs)) this.#add(id, relocated(definition));
    return relocated(own);
  }

  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#components].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }

  #add(id: string, definition: JsonSchema): void {
    const known = this.#components.get(id);
    if (known && !isDeepStrictEqual(known, definition)) {
      throw new Error(`Schema ${id} differs between request and response; give it two ids`);
    }
    this.#components.set(id, definition);
  }
}

/** References between definitions point to the components of the document. */
function relocated({ [jsonData]: isJsonData, ...schema }: JsonSchema): JsonSchema {
  if (isJsonData === true) return withJsonData(relocated(schema));
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, relocatedValue(name, value)]));
}

function relocatedValue(name: string, value: unknown): unknown {
  if (name === '$ref' && typeof value === 'string') return value.replace('#/$defs/', componentPath);
  if (Array.isArray(value)) return value.map((item: unknown) => relocatedValue('', item));
  return typeof value === 'object' && value !== null ? relocated({ ...value }) : value;
}

function withJsonData({ properties, ...schema }: JsonSchema): JsonSchema {
  const { data, ...others } = Object(properties);
  const text = { type: 'string', contentMediaType: 'application/json', contentSchema: data };
  return { ...schema, properties: { ...others, data: text } };
}
