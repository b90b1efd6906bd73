import { CameraOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditLayer, Photo } from '../../../api/contract/thing-edits.ts';
import { noticeOf } from '../../api-client/http.ts';
import { addPhoto, getPhotos, photoUrl } from '../../api-client/photos.ts';
import { Failure, Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { editableOf, useRecord } from '../../state/thing-edit/record.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Lightbox } from './lightbox.tsx';
import styles from './photo-section.module.css';
import { shrinkPicture } from './shrink-picture.ts';

/** In the inspector: the photos of a thing, and the way to add one. */
export function PhotoSection() {
  const thing = editableOf(useApp((state) => state.selection));
  return thing && <Strip key={`${thing.layer}-${thing.id}`} {...thing} />;
}

interface Of {
  readonly layer: EditLayer;
  readonly id: number;
}

function Strip({ layer, id }: Of) {
  const { t } = useTranslation('photos');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const keeps = mayKeepThings(useMyRoles());
  const mayAdd = useRecord(keeps ? { layer, id } : null).data?.editable ?? false;
  const queries = useQueryClient();
  const key = ['photos', county, layer, id];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => getPhotos(county, layer, id, signal) });
  const [shown, setShown] = useState<number | null>(null);
  const photos = query.data ?? [];
  const keep = (all: readonly Photo[]) => {
    queries.setQueryData(key, all);
    if (all.length === 0) setShown(null);
  };
  if (query.error) return <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />;
  if (!query.data || (photos.length === 0 && !mayAdd)) return null;
  return (
    <Section title={t('title')} extra={<span className="tabular">{format.number(photos.length)}</span>}>
      {photos.length > 0 && (
        <ul className={styles.strip}>
          {photos.map((photo, at) => (
            <li key={photo.id}>
              <button
                type="button"
                className={styles.thumb}
                aria-label={t('open', { n: at + 1, caption: photo.caption || t('noCaption') })}
                onClick={() => setShown(at)}
              >
                <img src={photoUrl(county, photo.id)} alt="" loading="lazy" width={photo.width} height={photo.height} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {mayAdd && <AddPhotos {...{ layer, id, keep }} />}
      {shown !== null && photos[shown] && (
        <Lightbox
          {...{ layer, id, photos, keep }}
          at={shown}
          mayChange={mayAdd}
          goTo={setShown}
          close={() => setShown(null)}
        />
      )}
    </Section>
  );
}

/** Takes or chooses photos; each is made smaller here before it is sent. */
function AddPhotos({ layer, id, keep }: Of & { keep(all: readonly Photo[]): void }) {
  const { t } = useTranslation('photos');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const input = useRef<HTMLInputElement>(null);
  const { sending, notice, send } = useSending();
  const [share, setShare] = useState(0);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const add = (files: readonly File[]) =>
    send(async () => {
      setUnreadable(null);
      for (const [at, file] of files.entries()) {
        setShare(at / files.length);
        const picture = await shrinkPicture(file);
        if (!picture) {
          setUnreadable(file.name);
          continue;
        }
        const onSent = (sent: number) => setShare((at + sent) / files.length);
        keep(await addPhoto(county, layer, id, picture, { onSent }));
        announce(t('added'));
      }
    });
  return (
    <div className={styles.add}>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('choose')}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = ''; // the same file can be chosen again
          if (files.length > 0) void add(files);
        }}
      />
      <Button loading={sending} onClick={() => input.current?.click()}>
        <CameraOutlined aria-hidden="true" /> {sending ? t('sending', { share: format.percent(share) }) : t('add')}
      </Button>
      {unreadable !== null && (
        <p className={styles.fault} role="alert">
          {t('unreadable', { file: unreadable })}
        </p>
      )}
      {notice && <Refused notice={notice} />}
    </div>
  );
}
