import { authenticationMethods, passwordAuthentication, type Authentication } from '../authentication';
import { connectionSecurities, type MailServerSettings } from '../mail-server-settings';
import { publicTrust, trustKinds, type ServerTrust } from '../server-trust';
import { asRecord, readChoice, readCount, readOptionalText, readText } from './raw-message';

/** Reads settings out of a message, known fields alone. Throws MalformedMessage. */
export function readSettings(value: unknown): MailServerSettings {
  const raw = asRecord(value, 'settings');
  return {
    host: readText(raw, 'host'),
    port: readCount(raw, 'port'),
    security: readChoice(raw, 'security', connectionSecurities),
    user: readText(raw, 'user'),
    authentication: readAuthentication(raw['authentication']),
    trust: readTrust(raw['trust']),
    senderAddress: readText(raw, 'senderAddress'),
    senderName: readText(raw, 'senderName'),
  };
}

/** A message without it comes from a client that knows passwords alone. */
function readAuthentication(value: unknown): Authentication {
  if (value === undefined) return passwordAuthentication;
  const raw = asRecord(value, 'authentication');
  const method = readChoice(raw, 'method', authenticationMethods);
  switch (method) {
    case 'password':
      return passwordAuthentication;
    case 'microsoft-oauth2':
      return { method, tenant: readText(raw, 'tenant'), clientId: readText(raw, 'clientId') };
    case 'google-service-account':
      return { method, serviceAccount: readText(raw, 'serviceAccount') };
    case 'oauth2':
      return {
        method,
        tokenEndpoint: readText(raw, 'tokenEndpoint'),
        clientId: readText(raw, 'clientId'),
        scope: readOptionalText(raw, 'scope') ?? '',
      };
  }
}

function readTrust(value: unknown): ServerTrust {
  if (value === undefined) return publicTrust;
  const raw = asRecord(value, 'trust');
  const kind = readChoice(raw, 'kind', trustKinds);
  switch (kind) {
    case 'public':
      return publicTrust;
    case 'authority':
      return { kind, certificates: readText(raw, 'certificates') };
    case 'certificate':
      return { kind, sha256: readText(raw, 'sha256') };
  }
}
