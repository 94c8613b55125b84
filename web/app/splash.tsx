import { Center, Loader, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** While it is not known yet who is there. */
export function Splash() {
  const { t } = useTranslation();
  return (
    <Center h="100dvh">
      <Loader aria-hidden />
      <VisuallyHidden component="output">{t('shared.loading')}</VisuallyHidden>
    </Center>
  );
}
