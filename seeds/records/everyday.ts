import type { OrganizationKind } from '../../api/contract/words.ts';
import { labelPoint } from '../../geo/fabric/label-point.ts';
import type { Furnisher } from '../furnishing.ts';
import { addressOf, type Ground, type Places } from '../ground.ts';
import type { BuildingUse } from '../town/draft.ts';

/** What a named building is, when its use says so. */
const KIND_OF_USE: Partial<Record<BuildingUse, OrganizationKind>> = {
  shop: 'shop',
  school: 'school',
  kindergarten: 'school',
  hospital: 'clinic',
  government: 'government',
  busstation: 'institution',
  railwaystation: 'institution',
  temple: 'other',
};
const PARTLY_NAMED = /\d号楼$/;

/** Shops, schools, hospitals and offices that stand in the town with their names, one organization a building. */
export function everydayOrganizations({ town, communities, communityOfBuilding }: Ground, furnisher: Furnisher): void {
  for (const [building, { name, use, streetName, houseNumber, innerPoint }] of town.buildings.entries()) {
    const kind = KIND_OF_USE[use];
    const community = communities[communityOfBuilding[building]!];
    if (!kind || name === '' || PARTLY_NAMED.test(name) || !community) continue;
    furnisher.organization({
      ...{ kind, name, building, point: innerPoint, address: addressOf(streetName, houseNumber) },
      data: { core: community.code },
    });
  }
}

/** Hospitals as clinics: where residents can be treated. */
export function clinics({ town }: Ground, furnisher: Furnisher): void {
  for (const [building, { name, use, principal, streetName, houseNumber, innerPoint }] of town.buildings.entries())
    if (use === 'hospital' && principal && name !== '')
      furnisher.site({
        ...{ kind: 'clinic', name, building, point: innerPoint, address: addressOf(streetName, houseNumber) },
      });
}

const OPEN_GROUND = /广场|公园|绿地$/;

/**
 * Squares, parks and other open ground where people meet.
 *
 * @param atLeast  when the town has fewer by name, the yards of its compounds and then the ground before its larger
 *                 buildings count too
 */
export function plazas({ town }: Ground, furnisher: Furnisher, places: Places, atLeast = 0): void {
  let count = 0;
  for (const { name, geometry } of town.landuse)
    if (OPEN_GROUND.test(name)) {
      furnisher.site({ kind: 'plaza', name, point: labelPoint([geometry.coordinates]), outline: geometry });
      count += 1;
    }
  for (const [compound, { name, address, geometry }] of town.compounds.entries()) {
    if (count >= atLeast) return;
    const point = labelPoint([geometry.coordinates]);
    furnisher.site({ kind: 'plaza', name: `${name}小区空地(示例)`, address, point, compound });
    count += 1;
  }
  for (let i = 0; count < atLeast; i = (i + 1) % town.communities.length, count += 1) {
    const { building, point, address } = places.take(i, ['government', 'school', 'shop']);
    furnisher.site({ kind: 'plaza', name: `${address}门前空地(示例)`, address, point, building });
  }
}
