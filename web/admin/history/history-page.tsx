import { List, Text, Timeline } from '@mantine/core';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { roles } from '../../../domain/actor';
import { eventText } from '../../../domain/texts/event-texts';
import { isErrorCode } from '../../../domain/errors';
import { api } from '../../shared/api/api';
import { useProblemText } from '../../shared/api/use-failure-text';
import { usePages } from '../../shared/api/use-pages';
import { useOutcomeText } from '../../shared/audit/use-outcome-text';
import { EmptyState } from '../../shared/states/empty-state';
import { PagedList } from '../../shared/lists/paged-list';
import { Page } from '../../shared/ui/page';
import { useFormats } from '../../shared/ui/use-formats';
import { useLanguage } from '../../shared/ui/use-language';
import { useOrganizationId } from '../mail-server';
import { useOrganizationNews } from '../use-organization-news';

type Entry = components['schemas']['AuditEntry'];

/** Everything that happened to the organization's mail server: what, when, who, and why. */
export function HistoryPage() {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  useOrganizationNews();
  const pages = usePages(['organization', organizationId, 'audit'], async (place, signal) => {
    const params = { path: { organizationId }, query: place };
    return bodyOf(api.GET('/v1/organizations/{organizationId}/audit', { params, signal }));
  });
  return (
    <Page title={t('app.views.history')} subtitle={t('admin.history.subtitle')}>
      <PagedList
        pages={pages}
        heights={[4, 4, 4, 4]}
        empty={<EmptyState icon={History} title={t('admin.history.none')} />}
      >
        {(entries) => (
          <Timeline bulletSize={16} lineWidth={2} active={entries.length} color="petrol">
            {entries.map((entry) => (
              <HistoryEntry key={entry.sequence} entry={entry} />
            ))}
          </Timeline>
        )}
      </PagedList>
    </Page>
  );
}

/** Forwards what the item gets from the timeline around it. */
function HistoryEntry({ entry, ...place }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const problemText = useProblemText();
  const { dateTime } = useFormats();
  const isRefused = entry.outcome === 'refused';
  const { errorCode } = entry;
  const said = useOutcomeText()(entry);
  return (
    <Timeline.Item {...place} title={eventText(language, entry.event)} {...(isRefused ? { color: 'gray' } : {})}>
      <Text size="sm" c="dimmed">
        {dateTime(entry.at)} · <By actor={entry.actor} />
      </Text>
      {isRefused && errorCode !== null && isErrorCode(errorCode) && (
        <Text size="sm">{t('admin.history.refused', { why: problemText(errorCode).title })}</Text>
      )}
      {said !== null && <Text size="sm">{said}</Text>}
      {entry.changes.length > 0 && <Changes changes={entry.changes} />}
    </Timeline.Item>
  );
}

function By({ actor }: { readonly actor: Entry['actor'] }) {
  const { t } = useTranslation();
  if (actor.isYou) return t('shared.you');
  if (actor.kind === 'system') return t('admin.history.service');
  const role = roles.find((each) => each === actor.role);
  return actor.name ?? (role === undefined ? actor.role : t(`app.roles.${role}`));
}

function Changes({ changes }: Pick<Entry, 'changes'>) {
  const { t } = useTranslation();
  return (
    <details>
      <Text component="summary" size="sm">
        {t('admin.history.changes', { count: changes.length })}
      </Text>
      <List size="sm">
        {changes.map(({ field, before, after }) => (
          <List.Item key={field}>
            <code>{field}</code>: {String(before ?? '–')} → {String(after ?? '–')}
          </List.Item>
        ))}
      </List>
    </details>
  );
}
