import { Card, Progress, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { undeliverableText } from '../../../domain/texts/undeliverable-texts';
import { useFormats } from '../ui/use-formats';
import { useLanguage } from '../ui/use-language';
import { failuresByReason } from './series';
import type { Statistics } from './statistics';

interface FailureReasonsProps {
  readonly total: Pick<Statistics['total'], 'failures'>;
  /** For those who look up a reason by its name. */
  readonly withCodes?: boolean;
  /** Where there is more to read; shown where something failed. */
  readonly children?: ReactNode;
}

/** Why mails did not arrive, the most frequent reason first, in words and as a share of all failures. */
export function FailureReasons({ total, withCodes = false, children }: FailureReasonsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { number } = useFormats();
  const reasons = failuresByReason(total);
  const all = reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="failure-reasons">
      <Stack>
        <Title order={2} size="h3" id="failure-reasons">
          {t('statistics.failures')}
        </Title>
        {reasons.length === 0 ? (
          <Text c="dimmed">{t('statistics.noFailures')}</Text>
        ) : (
          <Table verticalSpacing="xs" aria-labelledby="failure-reasons">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('statistics.reason')}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t('statistics.recipients')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {reasons.map(({ reason, count }) => (
                <Table.Tr key={reason}>
                  <Table.Th scope="row" fw={400}>
                    <Text size="sm">{undeliverableText(language, { cause: 'refused', reason }).why}</Text>
                    {withCodes && (
                      <Text size="xs" c="dimmed" ff="monospace">
                        {reason}
                      </Text>
                    )}
                    <Progress value={(count / all) * 100} color="red.8" size="sm" mt={4} aria-hidden />
                  </Table.Th>
                  <Table.Td ta="right">{number(count)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {reasons.length > 0 && children}
      </Stack>
    </Card>
  );
}
