# Regression with seasonal ARIMA errors: stats::arima, method "ML", on series of R's package datasets.
# LakeHuron, USAccDeaths and presidents are the examples of R's help page ?arima, AirPassengers is Box & Jenkins' series G.
# For a differenced model arima starts the Kalman filter with a large variance (kappa) in place of an infinite one;
# those are therefore fitted to the series differenced by hand, which is exact. Where the series has holes that cannot
# be done: arima differences itself there, with kappa as it is and 100 times larger.
options(digits=12)
write.csv(rbind(
  data.frame(series="LakeHuron", value=as.numeric(LakeHuron)),
  data.frame(series="USAccDeaths", value=as.numeric(USAccDeaths)),
  data.frame(series="AirPassengers", value=as.numeric(AirPassengers)),
  data.frame(series="presidents", value=as.numeric(presidents)),
  data.frame(series="UKDriverDeaths", value=as.numeric(UKDriverDeaths)),
  data.frame(series="PetrolPrice", value=as.numeric(Seatbelts[, "PetrolPrice"])),
  data.frame(series="Nile", value=as.numeric(Nile))), "data.csv", row.names=FALSE)
show <- function(name, x, ...) {
  first <- arima(x, ..., method="ML")
  control <- list(reltol=1e-16, maxit=2000, ndeps=rep(1e-4, length(first$coef)))
  fit <- arima(x, ..., method="ML", optim.control=control)
  cat("\n", name, " sigma2 ", fit$sigma2, " logLik ", fit$loglik, "\n", sep="")
  print(cbind(estimate=fit$coef, se=sqrt(diag(fit$var.coef))))
}
twice <- function(x) diff(diff(x, 12))
y <- log10(UKDriverDeaths); n <- length(y); t <- 1:n
step <- as.numeric(t >= 170); ramp <- step * (t - 170); petrol <- as.numeric(Seatbelts[, "PetrolPrice"])
month <- model.matrix(~ factor(cycle(y)))[, -1]; colnames(month) <- paste0("month_", 2:12)
laws <- cbind(step, ramp); level <- cbind(step, ramp, month)
show("LakeHuron", LakeHuron, order=c(2,0,0), xreg=data.frame(trend=as.numeric(time(LakeHuron)) - 1920))
show("presidents", presidents, order=c(3,0,0))
show("USAccDeaths", twice(USAccDeaths), order=c(0,0,1), seasonal=list(order=c(0,0,1)), include.mean=FALSE)
show("AirPassengers", twice(log(AirPassengers)), order=c(0,0,1), seasonal=list(order=c(0,0,1)), include.mean=FALSE)
show("drivers-seasonal", twice(y), order=c(2,0,0), seasonal=list(order=c(0,0,1), period=12), xreg=twice(laws), include.mean=FALSE)
show("drivers-yearly", diff(y, 12), order=c(1,0,1), seasonal=list(order=c(0,0,1), period=12), xreg=diff(laws, 12), include.mean=FALSE)
show("drivers-level", diff(y), order=c(0,0,1), xreg=diff(level), include.mean=FALSE)
show("drivers-stationary", y, order=c(1,0,0), seasonal=list(order=c(1,0,0)), xreg=cbind(step, petrol))
holes <- y; holes[c(7, 8, 60, 100:104, 171:176, 190)] <- NA
show("drivers-holes-stationary", holes, order=c(1,0,0), seasonal=list(order=c(1,0,0)), xreg=cbind(step, petrol))
for (k in c(1e6, 1e8)) {
  show(paste0("drivers-holes-seasonal-", k), holes, order=c(0,1,1), seasonal=list(order=c(0,1,1)), xreg=laws, kappa=k)
  show(paste0("drivers-holes-level-", k), holes, order=c(1,1,1), xreg=cbind(step, month), kappa=k)
}
nile <- StructTS(Nile, "level")
cat("\nNile level", nile$coef[["level"]], "epsilon", nile$coef[["epsilon"]], "\n")
