import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../../shared/ui/use-formats';
import { reviewViewersQuery } from '../reviews';

/** Who else has this review open. That nobody is known of says nothing, so nothing is shown then. */
export function OtherViewers({ organizationId }: { readonly organizationId: string }) {
  const { t } = useTranslation();
  const { list } = useFormats();
  const { data } = useQuery(reviewViewersQuery(organizationId));
  const names = (data?.others ?? []).map(({ by }) => by.name ?? t('reviewer.claim.somebody'));
  return (
    <Text component="output" size="sm">
      {names.length > 0 && (
        <Group component="span" gap={6} wrap="nowrap" align="flex-start">
          <Eye size={16} aria-hidden />
          {t('reviewer.claim.others', { names: list(names) })}
        </Group>
      )}
    </Text>
  );
}
