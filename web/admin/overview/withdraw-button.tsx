import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { Dialog } from '../../shared/ui/dialog';
import { useWithdraw } from '../commands';

/** Takes back what was submitted, after saying what that means. */
export function WithdrawButton({ revision }: { readonly revision: number }) {
  const { t } = useTranslation();
  const [isOpen, dialog] = useDisclosure();
  const withdraw = useWithdraw();
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {t('admin.withdraw.button')}
      </Button>
      <Dialog isOpen={isOpen} onClose={dialog.close} title={t('admin.withdraw.title')}>
        <Stack>
          <Text>{t('admin.withdraw.text')}</Text>
          {withdraw.isError && <FailureAlert error={withdraw.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t('shared.cancel')}
            </Button>
            <Button color="red.9" loading={withdraw.isPending} onClick={() => withdraw.mutate({ revision })}>
              {t('admin.withdraw.confirm')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
