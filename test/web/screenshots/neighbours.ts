import { DEMO_ORGANIZATION } from '../../../dev/oidc/demo-users';
import type { RealStack } from '../../support/real-stack';

interface Neighbour {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly senderAddress: string;
}

/** Other customers, so that lists look as they do after a year. */
const neighbours: readonly Neighbour[] = [
  ['org-1042', 'Steuerberatung Lindner & Partner', 'smtp.lindner-steuer.example', 'kanzlei@lindner-steuer.example'],
  ['org-1107', 'Notariat Dr. Huber', 'mail.notariat-huber.example', 'urkunden@notariat-huber.example'],
  ['org-1215', 'Nordlicht Versicherungsgesellschaft AG', 'relay.nordlicht.example', 'vertrag@nordlicht.example'],
  ['org-1288', 'Stadtwerke Grünau', 'smtp.stadtwerke-gruenau.example', 'kundenservice@stadtwerke-gruenau.example'],
  ['org-1301', 'Hofer Immobilienverwaltung', 'smtp.hofer-immo.example', 'mietvertrag@hofer-immo.example'],
  ['org-1344', 'Praxisgemeinschaft Yılmaz', 'mx.praxis-yilmaz.example', 'anmeldung@praxis-yilmaz.example'],
].map(([id = '', name = '', host = '', senderAddress = '']) => ({ id, name, host, senderAddress }));

const hourMs = 3_600_000;

/** Makes the other customers known to the product. */
export async function registerNeighbours({ api }: RealStack): Promise<void> {
  for (const { id, name, senderAddress } of neighbours) {
    const body = { name, adminAddress: senderAddress, locale: 'de' };
    await api.call('PUT', `/v1/organizations/${id}`, 'backend', { body });
  }
}

/**
 * Shows other customers where the demo's own organization stands right now, each some hours longer. Only what is read is
 * written, as nobody but an organization's own admin could take it there over the API.
 */
export async function bringNeighboursHere({ database }: RealStack, from: number, to: number): Promise<void> {
  const organizations = database.collection<Projection>('organizations');
  const own = await organizations.findOne({ _id: DEMO_ORGANIZATION });
  if (!own) throw new Error('The demo organization is not registered');
  for (const [index, neighbour] of neighbours.slice(from, to).entries()) {
    const copy = own.draftSince === null ? null : new Date(own.draftSince.getTime() - (index + 1) * 9 * hourMs);
    const { id, name, host, senderAddress } = neighbour;
    const text = JSON.stringify(own.state)
      .replaceAll(DEMO_ORGANIZATION, id)
      .replaceAll(/"host":"[^"]+"/g, `"host":"${host}"`)
      .replaceAll(/"senderAddress":"[^"]+"/g, `"senderAddress":"${senderAddress}"`)
      .replaceAll(/"name":"Käufer & Söhne GmbH"/g, `"name":"${name}"`)
      .replaceAll(/"(since|reviewDueAt)":"([^"]+)"/g, (_, field: string, at: string) => {
        return `"${field}":"${new Date(Date.parse(at) - (index + 1) * 9 * hourMs).toISOString()}"`;
      });
    const { draft, live, entitlement, version } = own;
    const state: unknown = JSON.parse(text);
    await organizations.updateOne({ _id: id }, { $set: { draft, live, entitlement, version, draftSince: copy, state } });
  }
}

interface Projection {
  readonly _id: string;
  readonly version: number;
  readonly entitlement: string;
  readonly draft: string;
  readonly live: string;
  readonly draftSince: Date | null;
  readonly state: unknown;
}
