import { passwordAuthentication, type Authentication, type AuthenticationMethod } from '../../../domain/authentication';

/** A way to log in whose details are still to be entered. */
export function emptyAuthentication(method: AuthenticationMethod): Authentication {
  switch (method) {
    case 'password':
      return passwordAuthentication;
    case 'microsoft-oauth2':
      return { method, tenant: '', clientId: '' };
    case 'google-service-account':
      return { method, serviceAccount: '' };
    case 'oauth2':
      return { method, tokenEndpoint: '', clientId: '', scope: '' };
  }
}
