import { Card, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Review } from '../reviews';
import { SettingValue } from './setting-value';
import { WideTable } from '../../shared/ui/wide-table';

/** The settings: new ones as they are, changed ones beside what is live. */
export function ChangesCard({ review: { changes, trustedCertificates } }: { readonly review: Review }) {
  const { t } = useTranslation();
  const replaces = changes.some(({ from }) => from !== null);
  const columns = (['field', ...(replaces ? ['from' as const] : []), 'to'] as const).map((name) =>
    t(`reviewer.changes.${name}`),
  );
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t(replaces ? 'reviewer.changes.title' : 'reviewer.changes.newTitle')}</Title>
        {changes.length === 0 && <Text>{t('reviewer.changes.none')}</Text>}
        <WideTable label={t('lifecycle.settings')} minWidth={420} columns={columns}>
          {changes.map(({ field, from, to }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{t(`lifecycle.field.${field}`)}</Table.Th>
              {replaces && (
                <Table.Td c="dimmed">
                  {from === null ? t('shared.none') : <SettingValue field={field} value={from} />}
                </Table.Td>
              )}
              <Table.Td>
                <SettingValue field={field} value={to} />
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
        {trustedCertificates.map(({ sha256, subject, issuer }) => (
          <Text key={sha256} size="sm">
            {t('reviewer.changes.certificate', { subject, issuer })}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}
