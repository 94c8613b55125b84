import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const usual = [2.5, 8, 8];

/** Holds the place of what is on its way, so that nothing jumps when it comes. Heights are in rem. */
export function LoadingState({ heights = usual }: { readonly heights?: readonly number[] }) {
  const { t } = useTranslation();
  return (
    <Stack aria-busy="true">
      <VisuallyHidden component="output">{t('shared.loading')}</VisuallyHidden>
      {heights.map((height, index) => (
        // The blocks have no identity but their place.
        <Skeleton key={`${index}-${height}`} height={`${height}rem`} radius="md" aria-hidden />
      ))}
    </Stack>
  );
}
