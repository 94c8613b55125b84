import { Anchor, Group, Stack, Table, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { isErrorCode } from '../../../domain/errors';
import { eventText } from '../../../domain/texts/event-texts';
import { problemText } from '../../../domain/texts/problem-texts';
import { bodyOf, type components } from '../../../client';
import { api } from '../api/api';
import { usePages } from '../api/use-pages';
import { PagedList } from '../lists/paged-list';
import { useFormats } from '../ui/use-formats';
import { useLanguage } from '../ui/use-language';
import { WideTable } from '../ui/wide-table';
import { useOutcomeText } from './use-outcome-text';

type AuditEntry = components['schemas']['AuditEntry'];

/** What was asked about an organization, by whom, and what came of it; the newest first. */
export function AuditTrail({ organizationId }: { readonly organizationId: string }) {
  const { t } = useTranslation();
  const entries = usePages<AuditEntry>(['organization', organizationId, 'audit'], async (place, signal) =>
    bodyOf(
      api.GET('/v1/organizations/{organizationId}/audit', {
        params: { path: { organizationId }, query: { limit: 20, ...place } },
        signal,
      }),
    ),
  );
  return (
    <Stack>
      <ExportLinks address={`/v1/organizations/${encodeURIComponent(organizationId)}/audit/export`} />
      <PagedList pages={entries} empty={<Text>{t('audit.none')}</Text>}>
        {(items) => <AuditTable entries={items} />}
      </PagedList>
    </Stack>
  );
}

/** The whole trail as a file. */
export function ExportLinks({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  return (
    <Group>
      {(['csv', 'jsonl'] as const).map((format) => (
        <Anchor key={format} href={`${address}?format=${format}`} download>
          <Group gap={4}>
            <Download size={16} aria-hidden />
            {t(`audit.export.${format}`)}
          </Group>
        </Anchor>
      ))}
    </Group>
  );
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useTranslation();
  return (
    <WideTable
      label={t('audit.title')}
      minWidth={640}
      columns={[t('audit.at'), t('audit.who'), t('audit.what')]}
      verticalSpacing="xs"
    >
      {entries.map((entry) => (
        <AuditRow key={entry.sequence} entry={entry} />
      ))}
    </WideTable>
  );
}

function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const language = useLanguage();
  const outcomeText = useOutcomeText();
  const { actor, at, event, outcome } = entry;
  const said = outcomeText(entry);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{dateTime(at)}</Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{actor.isYou ? t('shared.you') : (actor.name ?? t('audit.system'))}</Text>
        <Text size="sm" c="dimmed">
          {actor.role}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{eventText(language, event)}</Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {event}
          {entry.revision === null ? '' : ` · ${entry.revision}`}
        </Text>
        {outcome === 'refused' && <Refusal code={entry.errorCode} />}
        {said !== null && <Text size="sm">{said}</Text>}
      </Table.Td>
    </Table.Tr>
  );
}

function Refusal({ code }: { readonly code: string | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const why = code !== null && isErrorCode(code) ? problemText(language, code).title : (code ?? '');
  return (
    <Text size="sm" c="error">
      {t('audit.refused', { why })}
    </Text>
  );
}
