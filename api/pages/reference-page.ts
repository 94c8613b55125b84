import type { JsonSchema } from '../openapi-schemas';
import type { OpenApiDocument, Operation, OperationResponse, Parameter } from '../openapi';
import { html, marked, page, type Html } from './html';

/** The OpenAPI document for people: every operation, and every schema that one refers to. */
export function referencePage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = document.tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return html`<h2>${name}</h2>
      <p>${marked(description)}</p>
      ${own.map(({ path, method, operation }) => operationSection(path, method, operation))}`;
  });
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => schemaSection(name, schema));
  return page(
    `${document.info.title} ${document.info.version}`,
    html`<p>${marked(document.info.description)}</p>
      ${groups}
      <h2>Schemas</h2>
      ${schemas}`,
  );
}

function operationSection(path: string, method: string, operation: Operation): Html {
  const { operationId, summary, description = '', parameters, requestBody, responses } = operation;
  return html`<section id="${operationId}">
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p>${marked(`${summary}. ${description}`)}</p>
    <p class="note">For: ${operation['x-audience'].join(', ')}</p>
    ${parameters.length > 0 ? parameterTable(parameters) : ''} ${requestBody ? bodyLine(requestBody.content) : ''}
    ${responseTable(responses)} ${exampleBlock('Example of a body', requestBody?.content)}
    ${Object.values(responses).map(({ content }) => exampleBlock('Example of an answer', content))}
  </section>`;
}

function parameterTable(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      html`<tr>
        <td><code>${name}</code></td>
        <td>${place}${required ? ', required' : ''}</td>
        <td>${marked(description)}</td>
        <td>${typeLine(schema)}</td>
      </tr>`,
  );
  return html`<h4>Parameters</h4>
    <table>
      ${rows}
    </table>`;
}

function bodyLine(content: Readonly<Record<string, { readonly schema: JsonSchema }>>): Html {
  const kinds = Object.entries(content).map(([mediaType, { schema }]) => html` ${mediaType} ${typeLine(schema)}`);
  return html`<h4>Body</h4>
    <p>${kinds}</p>`;
}

function responseTable(responses: Readonly<Record<string, OperationResponse>>): Html {
  const rows = Object.entries(responses).map(
    ([status, response]) =>
      html`<tr>
        <td><code>${status}</code></td>
        <td>${response['x-codes'] ? codeLinks(response['x-codes']) : response.description}</td>
        <td>${Object.values(response.content ?? {}).map(({ schema }) => typeLine(schema))}</td>
      </tr>`,
  );
  return html`<h4>Answers</h4>
    <table>
      ${rows}
    </table>`;
}

function exampleBlock(title: string, content: Operation['responses'][string]['content'] = {}): Html {
  const examples = Object.values(content).flatMap(({ example }) => (example === undefined ? [] : [example]));
  const blocks = examples.map((example) => html`<pre>${JSON.stringify(example, undefined, 2)}</pre>`);
  return html`${blocks.length > 0 ? html`<h4>${title}</h4>` : ''} ${blocks}`;
}

function codeLinks(codes: readonly string[]): Html[] {
  return codes.map((code) => html`<a href="/docs/errors/${code}">${code}</a> `);
}

function schemaSection(name: string, schema: JsonSchema): Html {
  return html`<section id="schema-${name}">
    <h3><code>${name}</code></h3>
    <pre>${JSON.stringify(schema, undefined, 2)}</pre>
  </section>`;
}

function typeLine(schema: JsonSchema): Html {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  return Object.keys(schema).length === 0 ? html`` : html`<code>${JSON.stringify(schema)}</code>`;
}
