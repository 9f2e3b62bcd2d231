import { axiosHttp } from '../../scripts/axios-http';
import { describeHttpContract } from './http-contract';

describeHttpContract('axios', () => axiosHttp);
