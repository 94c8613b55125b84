import type { Route } from './route';
import { attachmentRoutes } from './routes/attachment-routes';
import { auditRoutes } from './routes/audit-routes';
import { brandingRoutes } from './routes/branding-routes';
import { checkReportRoutes } from './routes/check-report-routes';
import { eventRoutes } from './routes/event-routes';
import { documentationRoutes } from './routes/documentation-routes';
import { identityRoutes } from './routes/identity-routes';
import { inboundMailRoutes } from './routes/inbound-mail-routes';
import { jobRoutes } from './routes/job-routes';
import { mailDeskRoutes } from './routes/mail-desk-routes';
import { mailServerCommandRoutes } from './routes/mail-server-commands';
import { mailServerRoutes } from './routes/mail-server-routes';
import { messageRoutes } from './routes/message-routes';
import { organizationRoutes } from './routes/organization-routes';
import { passwordCommandRoutes } from './routes/password-command-routes';
import { providerPresetRoutes } from './routes/provider-preset-routes';
import { reconciliationRoutes } from './routes/reconciliation-routes';
import { revivalRoutes } from './routes/revival-routes';
import { reviewCommandRoutes } from './routes/review-commands';
import { reviewRoutes } from './routes/review-routes';
import { sessionRoutes } from './routes/session-routes';
import { serviceRoutes } from './routes/service-routes';
import { codecRoutes } from './routes/codec-routes';
import { confirmationRoutes } from './routes/confirmation-routes';
import { webhookEndpointRoutes } from './routes/webhook-endpoint-routes';
import { webhookRoutes } from './routes/webhook-routes';
import { unsubscribeRoutes } from './routes/unsubscribe-routes';
import { workflowRoutes } from './routes/workflow-routes';
import { statisticsRoutes } from './routes/statistics-routes';
import { suppressionRoutes } from './routes/suppression-routes';
import { undeliverableRoutes } from './routes/undeliverable-routes';

/** Every route of the API. The router, the authorization and the OpenAPI document know no other. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...identityRoutes,
  ...organizationRoutes,
  ...mailServerRoutes,
  ...passwordCommandRoutes,
  ...mailServerCommandRoutes,
  ...confirmationRoutes,
  ...unsubscribeRoutes,
  ...reviewCommandRoutes,
  ...checkReportRoutes,
  ...providerPresetRoutes,
  ...reviewRoutes,
  ...auditRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
  ...webhookRoutes,
  ...brandingRoutes,
  ...attachmentRoutes,
  ...messageRoutes,
  ...undeliverableRoutes,
  ...suppressionRoutes,
  ...inboundMailRoutes,
  ...mailDeskRoutes,
  ...statisticsRoutes,
  ...reconciliationRoutes,
  ...revivalRoutes,
  ...jobRoutes,
  ...workflowRoutes,
  ...codecRoutes,
  ...serviceRoutes,
  ...documentationRoutes(() => routes),
];
