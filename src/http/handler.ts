import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** An HTTP request, as API Gateway hands it to the function (payload format 2.0). */
export type Request = APIGatewayProxyEventV2;

/** An HTTP answer, as API Gateway takes it back. */
export type Answer = APIGatewayProxyStructuredResultV2;

/** Answers one route. What it throws is a defect: the edge logs it and answers 500. */
export type RouteHandler = (request: Request) => Promise<Answer>;
