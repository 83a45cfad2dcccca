import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { templateOf } from './stages.ts';

export const describeDomain = () => {
  test.each(['dev', 'prod', 'pr-1'] as const)('is the one from AWS if %s sets none', (stage) => {
    const { Resources, Outputs } = templateOf(stage);
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /Domain|ApiMapping|Certificate|Route53/.test(type))).toEqual([]);
    expect(Resources.HttpApi?.Properties.DisableExecuteApiEndpoint).toBe(false);
    expect(Outputs.Address?.Value).toEqual({
      'Fn::Sub': `https://\${HttpApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}`,
    });
  });

  test('has a certificate that is issued and validated in the hosted zone', () => {
    expect(propertiesOf(templateOf('with-domain'), 'AWS::CertificateManager::Certificate')).toEqual([
      {
        DomainName: 'string.example.com',
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName: 'string.example.com', HostedZoneId: 'Z0000000000000000000' }],
      },
    ]);
  });

  test('points to the gateway with TLS 1.2 or newer, and is the only address', () => {
    const template = templateOf('with-domain');
    expect(resourceOf(template, 'DomainName').Properties).toEqual({
      DomainName: 'string.example.com',
      DomainNameConfigurations: [
        { EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', CertificateArn: { Ref: 'Certificate' } },
      ],
    });
    expect(resourceOf(template, 'DomainMapping').Properties).toEqual({
      ApiId: { Ref: 'HttpApi' },
      DomainName: { Ref: 'DomainName' },
      Stage: { Ref: 'HttpApiStage' },
    });
    expect(propertiesOf(template, 'AWS::Route53::RecordSet')).toEqual([
      expect.objectContaining({ Name: 'string.example.com', Type: 'A' }),
    ]);
    expect(resourceOf(template, 'HttpApi').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(template.Outputs.Address?.Value).toBe('https://string.example.com');
  });
};
