import { Card, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { undeliverableText } from '../../../domain/texts/undeliverable-texts';
import { useFormats } from '../../shared/ui/use-formats';
import { useLanguage } from '../../shared/ui/use-language';
import { failuresByReason } from './series';
import type { Statistics } from './statistics';

/** Why mails did not arrive, the most frequent reason first, in words and as a share of all failures. */
export function FailureReasons({ total }: { readonly total: Statistics['total'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { number } = useFormats();
  const reasons = failuresByReason(total);
  const all = reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="failure-reasons">
      <Stack>
        <Title order={2} size="h3" id="failure-reasons">
          {t('ops.statistics.failures')}
        </Title>
        {reasons.length === 0 ? (
          <Text c="dimmed">{t('ops.statistics.noFailures')}</Text>
        ) : (
          <Table verticalSpacing="xs" aria-labelledby="failure-reasons">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('ops.statistics.reason')}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t('ops.statistics.recipients')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {reasons.map(({ reason, count }) => (
                <Table.Tr key={reason}>
                  <Table.Th scope="row" fw={400}>
                    <Text size="sm">{undeliverableText(language, { cause: 'refused', reason }).why}</Text>
                    <Text size="xs" c="dimmed" ff="monospace">
                      {reason}
                    </Text>
                    <Progress value={(count / all) * 100} color="red.8" size="sm" mt={4} aria-hidden />
                  </Table.Th>
                  <Table.Td ta="right">{number(count)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Card>
  );
}
