import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
}

const load = async () => ({ default: (await import('./modal-dialog')).ModalDialog });
const ModalDialog = lazy(load);

/** Asks or tells something before everything else. What it is made of comes behind the view that may open it. */
export function Dialog(props: DialogProps) {
  const { isOpen } = props;
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  useFocusReturn(isOpen);
  useEffect(() => {
    // Whoever opens the dialog later is told what is wrong.
    load().catch(() => undefined);
  }, []);
  return (
    wasOpen && (
      <Suspense>
        <ModalDialog {...props} />
      </Suspense>
    )
  );
}

/** Gives the focus back to what opened the dialog, also where the dialog goes away as a whole. */
function useFocusReturn(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const opener = document.activeElement;
    return () => {
      window.setTimeout(() => {
        const isLost = document.activeElement === document.body;
        if (isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
      });
    };
  }, [isOpen]);
}
