import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { isErrorCode, type ErrorCode } from '../../../domain/errors';
import { eventText } from '../../../domain/texts/event-texts';
import { useProblemText } from '../api/use-failure-text';
import { useFormats } from '../ui/use-formats';
import { useLanguage } from '../ui/use-language';
import { WideTable } from '../ui/wide-table';
import { AuditDetails } from './audit-details';
import type { AuditEntry } from './audit-entry';
import { useOutcomeText } from './use-outcome-text';
import { useRoleText } from './use-role-text';

interface AuditTableProps<Entry extends AuditEntry> {
  readonly entries: readonly Entry[];
  /** Names the organization where entries of several stand below each other. */
  readonly organizationOf?: (entry: Entry) => ReactNode;
}

/** Entries of audit trails, one a row, each with what stands behind it. */
export function AuditTable<Entry extends AuditEntry>({ entries, organizationOf }: AuditTableProps<Entry>) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const organization = organizationOf ? [t('lifecycle.organization')] : [];
  return (
    <WideTable
      label={t('audit.title')}
      minWidth={organizationOf ? 640 : 420}
      columns={[t('audit.at'), ...organization, t('audit.who'), t('audit.what')]}
      verticalSpacing="xs"
    >
      {entries.map((entry) => (
        <Table.Tr key={`${entry.organizationId}/${entry.sequence}`}>
          <Table.Td>
            <Text size="sm">{dateTime(entry.at)}</Text>
          </Table.Td>
          {organizationOf && <Table.Td>{organizationOf(entry)}</Table.Td>}
          <Table.Td>
            <Who entry={entry} />
          </Table.Td>
          <Table.Td>
            <What entry={entry} />
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}

function Who({ entry: { actor } }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const roleOf = useRoleText();
  return (
    <>
      <Text size="sm">{actor.isYou ? t('shared.you') : (actor.name ?? t('audit.system'))}</Text>
      <Text size="sm" c="dimmed">
        {roleOf(actor)}
      </Text>
    </>
  );
}

function What({ entry }: { readonly entry: AuditEntry }) {
  const language = useLanguage();
  const said = useOutcomeText()(entry);
  const { t } = useTranslation();
  const { event, outcome, errorCode } = entry;
  const revision = revisionOf(entry);
  return (
    <>
      <Text size="sm">{eventText(language, event)}</Text>
      <Text size="xs" c="dimmed" ff="monospace">
        {event}
        {revision !== null && ` · ${t('audit.revision', { number: revision })}`}
      </Text>
      {outcome === 'refused' && errorCode !== null && <Refusal code={errorCode} />}
      {said !== null && <Text size="sm">{said}</Text>}
      <AuditDetails entry={entry} />
    </>
  );
}

/** The revision that an event has made, or that it was about. */
function revisionOf({ changes, revision }: AuditEntry): number | null {
  const made = changes.find(({ field }) => field === 'draft.revision')?.after;
  return typeof made === 'number' ? made : revision;
}

function Refusal({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="error">
      {isErrorCode(code) ? <KnownRefusal code={code} /> : t('audit.refused', { why: code })}
    </Text>
  );
}

function KnownRefusal({ code }: { readonly code: ErrorCode }) {
  const { t } = useTranslation();
  return t('audit.refused', { why: useProblemText()(code).title });
}
