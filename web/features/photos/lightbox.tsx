import { CloseOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditLayer, Photo } from '../../../api/contract/thing-edits.ts';
import { captionPhoto, photoUrl, removePhoto } from '../../api-client/photos.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './lightbox.module.css';

interface Props {
  readonly layer: EditLayer;
  readonly id: number;
  readonly photos: readonly Photo[];
  readonly at: number;
  readonly mayChange: boolean;
  goTo(at: number): void;
  close(): void;
  keep(all: readonly Photo[]): void;
}

/** One photo as large as the window lets it be, with its caption; arrows lead to the others. */
export function Lightbox({ layer, id, photos, at, mayChange, goTo, close, keep }: Props) {
  const { t } = useTranslation('photos');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const dialog = useRef<HTMLDialogElement>(null);
  const photo = photos[at]!;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const step = (by: number) => goTo((at + by + photos.length) % photos.length);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-modal="true"
      aria-label={t('title')}
      onClose={close}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement) return;
        if (event.key === 'ArrowLeft') step(-1);
        else if (event.key === 'ArrowRight') step(1);
      }}
    >
      <div className={styles.head}>
        <p className="tabular">
          {at + 1} / {photos.length} · {format.moment(photo.at)}
        </p>
        <IconButton label={t('common:action.close')} icon={<CloseOutlined />} onClick={close} />
      </div>
      <div className={styles.picture}>
        <img src={photoUrl(county, photo.id)} alt={photo.caption || t('noCaption')} />
        {photos.length > 1 && (
          <>
            <IconButton
              className={styles.before}
              variant="floating"
              label={t('before')}
              icon={<LeftOutlined />}
              onClick={() => step(-1)}
            />
            <IconButton
              className={styles.next}
              variant="floating"
              label={t('next')}
              icon={<RightOutlined />}
              onClick={() => step(1)}
            />
          </>
        )}
      </div>
      {mayChange ? (
        <Change
          key={photo.id}
          {...{ layer, id, photo, keep }}
          removed={() => (photos.length > 1 ? goTo(0) : close())}
        />
      ) : (
        photo.caption && <p className={styles.caption}>{photo.caption}</p>
      )}
    </dialog>
  );
}

interface ChangeProps extends Pick<Props, 'layer' | 'id' | 'keep'> {
  readonly photo: Photo;
  removed(): void;
}

/** The caption, and the way to take the photo away, which asks once more. */
function Change({ layer, id, photo, keep, removed }: ChangeProps) {
  const { t } = useTranslation('photos');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [caption, setCaption] = useState(photo.caption);
  const [asked, setAsked] = useState(false);
  const { sending, notice, send } = useSending();
  const save = () =>
    send(async () => {
      keep(await captionPhoto(county, layer, id, photo.id, caption.trim()));
      announce(t('captionSaved'));
    });
  const remove = () =>
    send(async () => {
      const left = await removePhoto(county, layer, id, photo.id);
      removed();
      keep(left);
      announce(t('removed'));
    });
  return (
    <form
      className={styles.change}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={t('caption')}>
        {(fieldId) => (
          <input
            id={fieldId}
            className={styles.input}
            lang="zh-CN"
            maxLength={200}
            value={caption}
            onChange={({ target }) => setCaption(target.value)}
          />
        )}
      </Field>
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" disabled={sending || caption.trim() === photo.caption}>
          {t('saveCaption')}
        </Button>
        <Button disabled={sending} onClick={() => (asked ? void remove() : setAsked(true))}>
          {t(asked ? 'removeSure' : 'remove')}
        </Button>
      </div>
      {notice && <Refused notice={notice} />}
    </form>
  );
}
