import { Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { DialogProps } from './dialog';

/** The dialog itself. The kit's own head would be a second banner of the page. */
export function ModalDialog({ isOpen, onClose, title, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={isOpen} onClose={onClose} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body pt="md">
          <Group justify="space-between" wrap="nowrap" align="flex-start" mb="md">
            <Modal.Title fw={650} lh={1.35}>
              {title}
            </Modal.Title>
            <Modal.CloseButton aria-label={t('shared.close')} />
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
