import type { BounceKind } from './bounce-reading';

/** One recipient of a notification of Amazon SES that comes by mail as JSON instead of as a report. */
export interface NotifiedRecipient {
  readonly recipient: string;
  readonly kind: BounceKind;
  readonly status: string;
  readonly diagnostic: string;
}

/** What the notification says: its recipients and the Message-ID that SES gave to the mail. */
export interface SesNotification {
  readonly recipients: readonly NotifiedRecipient[];
  readonly messageId: string;
  readonly reportingMta: string;
}

const maxRecipients = 200;

/** Reads an SES notification (bounce, complaint, delivery, delay) out of a text; `null` where there is none. */
export function readSesNotification(text: string): SesNotification | null {
  const start = text.indexOf('{');
  if (start < 0 || start > 200 || !/notificationType|eventType/.test(text)) return null;
  const outer = parseFirstObject(text.slice(start));
  const wrapped = textOf(outer, 'Message');
  const root = wrapped.startsWith('{') ? parseFirstObject(wrapped) : outer;
  const recipients = [
    ...recipientsOf(member(root, 'bounce'), 'bouncedRecipients', 'failed'),
    ...recipientsOf(member(root, 'complaint'), 'complainedRecipients', 'complaint'),
    ...recipientsOf(member(root, 'delivery'), 'recipients', 'delivered'),
    ...recipientsOf(member(root, 'deliveryDelay'), 'delayedRecipients', 'delayed'),
  ];
  if (recipients.length === 0) return null;
  return {
    recipients,
    messageId: textOf(member(root, 'mail'), 'messageId'),
    reportingMta: textOf(member(root, 'delivery'), 'reportingMTA') || textOf(member(root, 'bounce'), 'reportingMTA'),
  };
}

function recipientsOf(event: unknown, list: string, kind: BounceKind): NotifiedRecipient[] {
  const items: unknown = member(event, list);
  if (!Array.isArray(items)) return [];
  return items.slice(0, maxRecipients).flatMap((item: unknown): NotifiedRecipient[] => {
    const recipient = typeof item === 'string' ? item : textOf(item, 'emailAddress');
    if (recipient === '') return [];
    const diagnostic =
      textOf(item, 'diagnosticCode') || textOf(event, 'smtpResponse') || textOf(event, 'bounceSubType');
    return [
      { recipient, kind, status: textOf(item, 'status'), diagnostic: diagnostic.replace(/^[\w-]{1,20};\s?/, '') },
    ];
  });
}

/** The first JSON object of a text; what follows it (the footer of a subscription) does not matter. */
function parseFirstObject(text: string): unknown {
  const oneLine = text.replace(/\n(?!\n)/g, '');
  const footer = oneLine.search(/\n\n?--/);
  for (const candidate of [footer > 0 ? oneLine.slice(0, footer) : oneLine, text.slice(0, text.lastIndexOf('}') + 1)]) {
    try {
      // The value is only read by own property names of strings and lists, never merged into anything.
      return JSON.parse(candidate);
    } catch {
      continue;
    }
  }
  return null;
}

/** Reads by own property only: names such as `__proto__` in hostile JSON reach nothing. */
function member(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name)) return null;
  return Reflect.get(value, name);
}

function textOf(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}
