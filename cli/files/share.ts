import { type Command, Option } from 'commander';
import { parseLifetime } from '../editors/registry.ts';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { printJson } from '../remote/print.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { change } from '../string/change.ts';
import { linkOf } from './shared-file.ts';
import { uploadFile } from './upload-file.ts';

const LONGEST_LIFE_DAYS = 12;

const parseFor = (text: string): number => {
  const seconds = parseLifetime(text) / 1_000;
  if (seconds <= LONGEST_LIFE_DAYS * 86_400) return seconds;
  throw new UsageError(`A file can be shared for ${LONGEST_LIFE_DAYS} days at most, not ${text}.`);
};

const LINK = '{link}';

const parseSay = (text: string): string => {
  if (text.includes(LINK)) return text;
  throw new UsageError(`--say takes a text with ${LINK} in it, for the file's link.`);
};

interface ShareOptions extends RemoteOptions {
  /** In seconds: the option's name has no unit. */
  readonly for: number;
  readonly type: string;
  readonly say?: string;
}

const share = (file: string, { for: seconds, type, say, ...options }: ShareOptions): Promise<void> =>
  withRemote(options, async (remote) => {
    const shared = await uploadFile(remote, file, { type, seconds });
    const { until } = shared;
    const link = linkOf(remote, shared);
    if (options.json) printJson({ ...shared, link });
    else process.stdout.write(`${link}\n`);
    process.stderr.write(`Whoever has the link gets ${printable(shared.name)}, until ${until}.\n`);
    if (say === undefined) return;
    const value = say.replaceAll(LINK, link);
    const { version } = await change(remote, { mutation: 'setSavedString', args: { value, until }, wanted: value });
    process.stderr.write(`Saved as version ${version}, which ends with the file.\n`);
  });

/** `npx --no saved-string share` */
export const addShare = (program: Command): void => {
  addRemoteOptions(program.command('share'))
    .description('Shares a file of up to 6 GiB by a link that ends by itself, on a stage with files: on.')
    .argument('<FILE>', 'the file; give the command again to go on with an upload that was cut off')
    .addOption(
      new Option('--for <TIME>', 'how long, such as 12h or 3d; 12d at most').argParser(parseFor).default(86_400, '1d'),
    )
    .option('--type <TYPE>', 'the media type', 'application/octet-stream')
    .option('--say <TEXT>', `save this string, until the file's end; ${LINK} becomes the link`, parseSay)
    .addHelpText(
      'after',
      examples('npx --no saved-string share slides.pdf --for 3d --say "Tonight’s slides: {link}" --url https://…'),
    )
    .action(share);
};
