export { serverlessYml } from '../../stack/serverless-yml.ts';
