import { type Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { type Io, printJson, printLine, tell } from '../io.ts';
import { DAY_MS, parseLifetime } from '../parse-lifetime.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { change } from '../string/change.ts';
import { linkOf } from './shared-file.ts';
import { uploadFile } from './upload-file.ts';

const LONGEST_LIFE_DAYS = 12;

const LINK = '{link}';

const parseSay = (text: string): string => {
  if (text.includes(LINK)) return text;
  throw new UsageError(`--say takes a text with ${LINK} in it, for the file's link.`);
};

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
    if (options.json) printJson(io, { ...shared, link });
    else printLine(io, link);
    tell(io, `Anyone with the link can download ${shared.name} until ${until}.`);
    if (say === undefined) return;
    const value = say.replaceAll(LINK, link);
    const { version } = await change(io, remote, { mutation: 'setSavedString', args: { value, until }, wanted: value });
    tell(io, `Saved as version ${version}, which ends with the file.`);
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
      examples('npx --no saved-string share slides.pdf --for 3d --say "Tonight’s slides: {link}" --url https://…'),
    )
    .action((file, options) => share(io, file, options));
};
