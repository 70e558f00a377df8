using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.ActiveState;

/// <summary>What became of an sdist that ActiveState built.</summary>
/// <param name="Sdist">The sdist.</param>
/// <param name="Ingredient">What it is in the catalogue.</param>
/// <param name="CommitId">The commit that was built, a UUID.</param>
/// <param name="Attempt">Which try it was, from 1.</param>
/// <param name="IsPublished">Whether the wheel is on the index; else it was built alone.</param>
/// <param name="Index">The index it is for.</param>
public sealed record PlatformRelease(Distribution Sdist, PublishedIngredient Ingredient, string CommitId, int Attempt, bool IsPublished, PackageIndex Index);
