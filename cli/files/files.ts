import { type Command, Option } from 'commander';
import { DAY_MS, parseLifetime } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { type Io, printJson, printLine, printResult, tell } from '../io.ts';
import { printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { expectLike, type Remote, withRemote } from '../remote/remote.ts';
import { examples, hintAtUnknown } from '../run.ts';
import { change } from '../string/change.ts';
import { formatBytes } from './progress.ts';
import { EXAMPLE, type SharedFile, uploadFile } from './upload-file.ts';

const LONGEST_LIFE_DAYS = 12;

const LINK = '{link}';

const parseSay = (text: string): string => {
  if (text.includes(LINK)) return text;
  throw new UsageError(`--say takes a text with ${LINK} in it, for the file's link.`);
};

const linkOf = ({ url }: Remote, { id }: SharedFile): string => `${url}/files/${printable(id)}`;

interface ShareOptions extends RemoteOptions {
  /** In milliseconds: the option's name has no unit. */
  readonly for: number;
  readonly type: string;
  readonly say?: string;
}

const share = (io: Io, file: string, { for: lifetimeMs, type, say, ...options }: ShareOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const shared = await uploadFile(io, remote, file, { type, seconds: lifetimeMs / 1_000 });
    const { until } = shared;
    const link = linkOf(remote, shared);
    printResult(io, options, { ...shared, link }, link);
    tell(io, `Anyone with the link can download ${shared.name} until ${until}.`);
    if (say === undefined) return;
    const value = say.replaceAll(LINK, link);
    const { version } = await change(io, remote, { mutation: 'setSavedString', args: { value, until }, wanted: value });
    tell(io, `Saved as version ${version}, which ends with the file.`);
  });

const list = (io: Io, options: RemoteOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const answer = await remote.askFiles<{ readonly files: readonly SharedFile[] }>('GET', '');
    const files = expectLike(remote, answer, { files: [EXAMPLE] }).files.map((file) => ({
      ...file,
      link: linkOf(remote, file),
    }));
    if (options.json) return printJson(io, files);
    for (const { link, name, size, sharedBy, until, completedAt } of files) {
      const state = completedAt === null ? 'being sent' : `until ${until}`;
      printLine(io, link);
      printLine(io, printable(`  ${name}, ${formatBytes(size)}, by ${sharedBy}, ${state}`));
    }
    if (files.length === 0) tell(io, 'No files are shared.');
  });

/** `npx --no saved-string share` */
export const addShare = (program: Command, io: Io): void => {
  addRemoteOptions(program.command('share'))
    .description('Shares a file of up to 6 GiB by a link that ends by itself, on a stage with files: on.')
    .argument('<FILE>', 'the file; give the command again to go on with an upload that was cut off')
    .addOption(
      new Option('--for <TIME>', 'how long, such as 12h or 3d; 12d at most')
        .argParser(parseLifetime('--for', LONGEST_LIFE_DAYS))
        .default(DAY_MS, '1d'),
    )
    .option('--type <TYPE>', 'the media type', 'application/octet-stream')
    .option('--say <TEXT>', `save this string, until the file's end; ${LINK} becomes the link`, parseSay)
    .addHelpText(
      'after',
      examples('saved-string share slides.pdf --for 3d --say "Tonight’s slides: {link}" --url https://…'),
    )
    .action((file, options) => share(io, file, options));
};

/** `npx --no saved-string files` */
export const addFiles = (program: Command, io: Io): void => {
  const files = hintAtUnknown(program.command('files').helpCommand(false), io).description(
    'Manages the files that editors share.',
  );
  addRemoteOptions(files.command('list'))
    .description('Lists the files that have not ended, with their links.')
    .addHelpText('after', examples('saved-string files list --url https://…'))
    .action((options) => list(io, options));
  addRemoteOptions(files.command('remove'))
    .description('Removes a file at once, before its end.')
    .argument('<LINK>', 'the link, or its last part')
    .addHelpText('after', examples('saved-string files remove https://…/files/1795284760335672_uKsWHlYlGukwbW6EHT6K5w'))
    .action((link: string, options: RemoteOptions) =>
      withRemote(io, options, async (remote) => {
        const id = link.split('/').at(-1) ?? '';
        const answer = await remote.askFiles('DELETE', `/${encodeURIComponent(id)}`);
        printResult(io, options, answer, 'Removed.');
      }),
    );
};
