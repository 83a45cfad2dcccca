import type { Command } from 'commander';
import { type Io, printJson, printLine, tell } from '../io.ts';
import { printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { expectLike, withRemote } from '../remote/remote.ts';
import { examples, hintAtUnknown } from '../run.ts';
import { formatBytes } from './progress.ts';
import { EXAMPLE, linkOf, type SharedFile } from './shared-file.ts';

const list = (io: Io, options: RemoteOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const answer = await remote.askFiles<{ readonly files: readonly SharedFile[] }>('GET', '');
    const { files } = expectLike(remote, answer, { files: [EXAMPLE] });
    if (options.json)
      return printJson(
        io,
        files.map((file) => ({ ...file, link: linkOf(remote, file) })),
      );
    for (const file of files) {
      const { name, size, sharedBy, until, completedAt } = file;
      const state = completedAt === null ? 'being sent' : `until ${until}`;
      printLine(io, linkOf(remote, file));
      printLine(io, printable(`  ${name}, ${formatBytes(size)}, by ${sharedBy}, ${state}`));
    }
    if (files.length === 0) tell(io, 'No files are shared.');
  });

const remove = (io: Io, link: string, options: RemoteOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const id = link.split('/').at(-1) ?? '';
    const answer = await remote.askFiles('DELETE', `/${encodeURIComponent(id)}`);
    if (options.json) printJson(io, answer);
    else printLine(io, 'Removed.');
  });

/** `npx --no saved-string files` */
export const addFiles = (program: Command, io: Io): void => {
  const files = hintAtUnknown(program.command('files').helpCommand(false), io).description(
    'Manages the files that editors share.',
  );
  addRemoteOptions(files.command('list'))
    .description('Lists the files that have not ended, with their links.')
    .addHelpText('after', examples('npx --no saved-string files list --url https://…'))
    .action((options) => list(io, options));
  addRemoteOptions(files.command('remove'))
    .description('Removes a file at once, before its end.')
    .argument('<LINK>', 'the link, or its last part')
    .addHelpText(
      'after',
      examples('npx --no saved-string files remove https://…/files/1795284760335672_uKsWHlYlGukwbW6EHT6K5w'),
    )
    .action((link, options) => remove(io, link, options));
};
