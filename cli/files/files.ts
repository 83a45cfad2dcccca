import type { Command } from 'commander';
import { printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { printJson } from '../remote/print.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { formatBytes } from './progress.ts';
import { linkOf, type SharedFile } from './shared-file.ts';

const list = (options: RemoteOptions): Promise<void> =>
  withRemote(options, async (remote) => {
    const { files } = await remote.askFiles<{ readonly files: readonly SharedFile[] }>('GET', '');
    if (options.json) return printJson(files.map((file) => ({ ...file, link: linkOf(remote, file) })));
    for (const file of files) {
      const { name, size, sharedBy, until, completedAt } = file;
      const state = completedAt === null ? 'being sent' : `until ${until}`;
      process.stdout.write(`${linkOf(remote, file)}\n`);
      process.stdout.write(`  ${printable(name)}, ${formatBytes(size)}, by ${printable(sharedBy)}, ${state}\n`);
    }
    if (files.length === 0) process.stderr.write('No files are shared.\n');
  });

const remove = (link: string, options: RemoteOptions): Promise<void> =>
  withRemote(options, async (remote) => {
    const id = link.split('/').at(-1) ?? '';
    const answer = await remote.askFiles('DELETE', `/${encodeURIComponent(id)}`);
    if (options.json) printJson(answer);
    else process.stdout.write('Removed.\n');
  });

/** `npx --no saved-string files` */
export const addFiles = (program: Command): void => {
  const files = program.command('files').helpCommand(false).description('Manages the files that editors share.');
  addRemoteOptions(files.command('list'))
    .description('Lists the files that have not ended, with their links.')
    .addHelpText('after', examples('npx --no saved-string files list --url https://…'))
    .action(list);
  addRemoteOptions(files.command('remove'))
    .description('Removes a file at once, before its end.')
    .argument('<LINK>', 'the link, or its last part')
    .addHelpText(
      'after',
      examples('npx --no saved-string files remove https://…/files/1795284760335672_uKsWHlYlGukwbW6EHT6K5w'),
    )
    .action(remove);
};
